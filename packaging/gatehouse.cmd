@rem The installed command `gatehouse`, beside the app (resources\bin).
@"%~dp0..\..\Gatehouse.exe" %*
