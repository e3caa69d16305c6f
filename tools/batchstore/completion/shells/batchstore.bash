# Completion of batchstore for bash: put into your ~/.bashrc
#   source <(batchstore completion bash)
# The program itself knows what can stand at the cursor.

_batchstore() {
    # Bash takes words apart at = and :, so they are put together again: a piece that no blank precedes continues a word.
    local pieces=("${COMP_WORDS[@]:0:COMP_CWORD+1}") rest=${COMP_LINE:0:COMP_POINT} words=() piece
    for piece in "${pieces[@]}"; do
        if [[ ${#words[@]} -eq 0 || -z $piece || $rest == [[:blank:]]* ]]; then
            words+=("$piece")
        else
            words[-1]+=$piece
        fi
        rest=${rest#"${rest%%[![:blank:]]*}"}
        rest=${rest#"$piece"}
    done

    # What was quoted is meant as it is.
    local typed=("${words[@]//[\\\"\']/}") current line word
    current=${typed[-1]}
    # Bash replaces only what stands behind the last of its separators.
    local kept=""
    [[ $COMP_WORDBREAKS == *=* && $current == *=* ]] && kept=${current%"${current##*=}"}
    [[ $COMP_WORDBREAKS == *:* && $current == *:* ]] && kept=${current%"${current##*[=:]}"}

    COMPREPLY=()
    while IFS= read -r line; do
        word=${line%%$'\t'*}
        if [[ $line == :files ]]; then
            compopt -o default 2>/dev/null
        else
            COMPREPLY+=("${word#"$kept"}")
        fi
    done < <("${1/#\~\//$HOME/}" __complete "${typed[@]:1}" 2>/dev/null)
}
complete -F _batchstore batchstore
