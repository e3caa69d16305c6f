# Completion of batchstore for fish: put into your ~/.config/fish/config.fish
#   batchstore completion fish | source
# The program itself knows what can stand at the cursor.

function __batchstore_complete
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $typed[1])
    for line in ($program __complete $typed[2..-1] "$current" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c batchstore -f -a '(__batchstore_complete)'
