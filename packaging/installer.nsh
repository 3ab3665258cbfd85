; Puts resources\bin on the user's PATH, so that a new terminal knows `gatehouse`, and takes it off again.
!macro customInstall
  nsExec::Exec `powershell -NoProfile -NonInteractive -Command "$$b='$INSTDIR\resources\bin'; $$p=@([Environment]::GetEnvironmentVariable('Path','User') -split ';' | Where-Object { $$_ -and $$_ -ne $$b }) + $$b; [Environment]::SetEnvironmentVariable('Path', ($$p -join ';'), 'User')"`
!macroend

!macro customUnInstall
  nsExec::Exec `powershell -NoProfile -NonInteractive -Command "$$b='$INSTDIR\resources\bin'; $$p=@([Environment]::GetEnvironmentVariable('Path','User') -split ';' | Where-Object { $$_ -and $$_ -ne $$b }); [Environment]::SetEnvironmentVariable('Path', ($$p -join ';'), 'User')"`
!macroend
