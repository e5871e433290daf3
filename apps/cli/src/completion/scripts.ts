/** What a shell calls: the runtime and the program, both by their full paths. */
export interface Invocation {
  readonly node: string;
  readonly program: string;
}

const posixQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const fishQuoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const powershellQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Splits at blanks itself: bash takes `--side=BUY` for three words. Nothing that was typed is evaluated. */
const bash = ({ node, program }: Invocation): string => `# bash completion of bourse
_bourse() {
  local line="\${COMP_LINE:0:COMP_POINT}" words current prefix='' breaks value description
  read -ra words <<< "$line"
  if [[ $line == *[[:space:]] ]]; then words+=(''); fi
  current="\${words[\${#words[@]}-1]}"
  breaks="\${COMP_WORDBREAKS//[^=:]/}"
  if [[ -n $breaks && $current == *[$breaks]* ]]; then prefix="\${current%"\${current##*[$breaks]}"}"; fi
  COMPREPLY=()
  while IFS=$'\\t' read -r value description; do
    case "$value" in
      :none) compopt +o default 2>/dev/null ;;
      :files) ;;
      :directories) compopt +o default -o dirnames 2>/dev/null ;;
      *) COMPREPLY+=("\${value#"$prefix"}") ;;
    esac
  done < <(${posixQuoted(node)} ${posixQuoted(program)} complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _bourse bourse`;

const zsh = ({ node, program }: Invocation): string => `#compdef bourse
# zsh completion of bourse
_bourse() {
  local -a lines values
  local line
  lines=("\${(@f)$(${posixQuoted(node)} ${posixQuoted(program)} complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    case $line in
      :none) ;;
      :files) _files ;;
      :directories) _files -/ ;;
      *) values+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  if (( $#values )); then _describe -V bourse values; fi
}
if (( ! $+functions[compdef] )); then autoload -Uz compinit && compinit; fi
compdef _bourse bourse`;

const fish = ({ node, program }: Invocation): string => `# fish completion of bourse
function __bourse_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (${fishQuoted(node)} ${fishQuoted(program)} complete -- $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':none'
            case ':files'
                __fish_complete_path "$current"
            case ':directories'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c bourse -f -a '(__bourse_complete)'`;

/** An empty word is lost on its way to a program in older PowerShells: --next says that there is one. */
const powershell = ({ node, program }: Invocation): string => `# PowerShell completion of bourse
Register-ArgumentCompleter -Native -CommandName bourse -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
  $next = @()
  if ($wordToComplete -eq '') { $next = @('--next') }
  & ${powershellQuoted(node)} ${powershellQuoted(program)} complete @next '--' @words 2>$null | ForEach-Object {
    if ($_.StartsWith(':')) { return }
    $value, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $value }
    [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
  }
}`;

const SCRIPTS = { bash, zsh, fish, powershell } as const;

export type Shell = keyof typeof SCRIPTS;
export const SHELLS = Object.keys(SCRIPTS) as Shell[];

/** The code that teaches a shell to complete `bourse`. */
export const completionScript = (shell: Shell, invocation: Invocation): string => SCRIPTS[shell](invocation);
