// Which program a file is, whatever version of it: programs update themselves into new folders all the time, and the next
// version is still the same program. Pure; whether a program may use a token is not decided here.

/** A whole part of a path that is a version: 2.1.3, v22.1.0, 22.1.0_1, 1.2.3-beta.4. */
const VERSION = /^v?\d+(\.\d+)+([-+_][\w.+-]*)?$/
/** A version within a part: node-v22.1.0-linux-x64, claude-code@2.1.3. */
const WITHIN = /([-@])v?\d+(\.\d+)+(?=$|[-+_])/g
/** Where an AppImage is unpacked for one run: the start of its name and six characters of chance. */
const MOUNTED = /^(\.mount_.*).{6}$/

/** The path of an executable with `*` for what changes from one version, or one start, to the next. */
export function programOf(exe: string): string {
  const parts = exe.replace(/ \(deleted\)$/, '').split('/')
  return parts
    .map((part, index) => {
      const isSnapRevision = parts[1] === 'snap' && index === 3 && /^x?\d+$/.test(part)
      if (isSnapRevision || VERSION.test(part)) return '*'
      return part.replace(WITHIN, '$1*').replace(MOUNTED, '$1*')
    })
    .join('/')
}
