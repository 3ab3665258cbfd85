// electron-builder leaves in place what only a bare Electron needs, when it is given Electron as a folder.
const fs = require('node:fs/promises')
const path = require('node:path')

module.exports = async ({ appOutDir, electronPlatformName }) => {
  if (electronPlatformName !== 'linux') return
  for (const name of ['resources/default_app.asar', 'version']) await fs.rm(path.join(appOutDir, name), { force: true })
}
