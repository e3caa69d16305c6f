#compdef batchstore
# Completion of batchstore for zsh: put into your ~/.zshrc, behind compinit,
#   source <(batchstore completion zsh)
# The program itself knows what can stand at the cursor.

_batchstore() {
    local -a lines typed found shown
    local line word
    typed=("${(@Q)words[2,CURRENT]}")
    lines=("${(@f)$("${(Q)words[1]/#\~\//$HOME/}" __complete "${typed[@]}" 2>/dev/null)}")
    for line in "${lines[@]}"; do
        if [[ $line == :files ]]; then
            # Behind --name= too.
            [[ $PREFIX == --*=* ]] && compset -P '*='
            _files
        elif [[ -n $line ]]; then
            word=${line%%$'\t'*}
            found+=("$word")
            [[ $line == *$'\t'* ]] && shown+=("${(r:24:)word} ${line#*$'\t'}") || shown+=("$word")
        fi
    done
    (( $#found )) && compadd -l -d shown -a found
}

# Read as a file of functions when it is installed, or by source.
if [[ $funcstack[1] == _batchstore ]]; then
    _batchstore "$@"
else
    compdef _batchstore batchstore
fi
