# PowerShell completion for secrun: secrun itself answers, also with the names of
# the schema's scopes, profiles and keys.
Register-ArgumentCompleter -Native -CommandName secrun -ScriptBlock {
    param($word, $ast, $cursor)
    $words = @($ast.CommandElements | Where-Object { $_.Extent.StartOffset -lt $cursor } | ForEach-Object { $_.ToString() })
    if ($word -eq '') { $words += '' }
    $answer = @(& secrun complete-words '--' $words 2>$null)
    $answer | Select-Object -Skip 1 | ForEach-Object {
        $name, $meaning = $_ -split "`t", 2
        if ($name -like "$word*") {
            if (-not $meaning) { $meaning = $name }
            [System.Management.Automation.CompletionResult]::new($name, $name, 'ParameterValue', $meaning)
        }
    }
}
