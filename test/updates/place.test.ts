// Which installation looks for newer versions at all: everything else says why not.
import { describe, expect, test } from 'vitest'
import { feedToTry, type Installation, marker, whyNone } from '../../main/updates/place.ts'

const MOUNTED = '/tmp/.mount_Gatehoxyz'
const appImage: Installation = {
  ...{ packaged: true, testBuild: false, platform: 'linux', managed: false, writable: true, installer: false },
  program: `${MOUNTED}/gatehouse`,
  appImage: { file: '/home/you/Apps/gatehouse-0.1.0-linux-x64.AppImage', mounted: MOUNTED },
  feed: 'provider: github\nowner: someone\nrepo: gatehouse\n',
}
const none = { appImage: null, writable: false }
const mac: Installation = {
  ...{ ...appImage, ...none, platform: 'darwin' },
  program: '/Applications/Gatehouse.app/Contents/MacOS/Gatehouse',
}
const windows: Installation = {
  ...{ ...appImage, ...none, platform: 'win32', installer: true },
  program: 'C:\\Programs\\gatehouse\\Gatehouse.exe',
  feed: `${appImage.feed}publisherName:\n  - Someone\n`,
}

test.each([
  ['an AppImage', appImage],
  ['one whose mount ends in a slash', { ...appImage, appImage: { ...appImage.appImage!, mounted: `${MOUNTED}/` } }],
  ['macOS', mac],
  ['Windows, installed', windows],
])('%s may', (_, one) => {
  expect(whyNone(one)).toBeNull()
})

describe('never', () => {
  test.each<[string, Installation, RegExp]>([
    ['from a clone', { ...appImage, packaged: false }, /clone/],
    ['a test build', { ...appImage, testBuild: true }, /test build/],
    ['managed', { ...appImage, managed: true }, /managed/],
    ['managed, whatever else it is', { ...mac, managed: true, packaged: false }, /managed/],
    ['a deb', { ...appImage, appImage: null, program: '/opt/Gatehouse/gatehouse' }, /^apt or dnf/],
    [
      'a deb, started in a terminal of another AppImage',
      { ...appImage, program: '/opt/Gatehouse/gatehouse' },
      /^apt or dnf/,
    ],
    ['one whose variables name /', { ...appImage, appImage: { ...appImage.appImage!, mounted: '/' } }, /^apt or dnf/],
    [
      'one whose variables name nothing',
      { ...appImage, appImage: { ...appImage.appImage!, mounted: '' } },
      /^apt or dnf/,
    ],
    ['a program beside the mount', { ...appImage, program: `${MOUNTED}-other/gatehouse` }, /^apt or dnf/],
    ['an AppImage in a folder of somebody else', { ...appImage, writable: false }, /may not write/],
    [
      'a disk image',
      { ...mac, program: '/Volumes/Gatehouse/Gatehouse.app/Contents/MacOS/Gatehouse' },
      /Move Gatehouse/,
    ],
    [
      'where macOS runs what was just downloaded',
      { ...mac, program: '/private/var/folders/x/AppTranslocation/1/d/Gatehouse.app/Contents/MacOS/Gatehouse' },
      /Move Gatehouse/,
    ],
    ['a zip on Windows', { ...windows, installer: false }, /by hand/],
    ['Windows, not signed', { ...windows, feed: appImage.feed }, /not signed/],
    ['no feed', { ...appImage, feed: null }, /no place/],
    ['no feed, macOS', { ...mac, feed: null }, /no place/],
  ])('%s', (_, one, why) => {
    expect(whyNone(one)).toMatch(why)
  })
})

test('an administrator’s file lies where only they write', () => {
  expect(marker('linux', {})).toBe('/etc/gatehouse/no-updates')
  expect(marker('darwin', {})).toBe('/Library/Application Support/Gatehouse/no-updates')
  expect(marker('win32', { ProgramData: 'D:\\Data' })).toBe('D:\\Data\\Gatehouse\\no-updates')
  expect(marker('win32', {})).toBe('C:\\ProgramData\\Gatehouse\\no-updates')
})

describe('a feed to try it with', () => {
  const clone = { packaged: false, managed: false }
  test.each<[string, Parameters<typeof feedToTry>, string | null]>([
    ['from a clone, beside the file', [clone, '/t/app-update.yml', '/t/a.AppImage'], '/t/app-update.yml'],
    ['in a package', [{ ...clone, packaged: true }, '/t/app-update.yml', '/t/a.AppImage'], null],
    ['managed', [{ ...clone, managed: true }, '/t/app-update.yml', '/t/a.AppImage'], null],
    ['with the file of a terminal', [clone, '/t/app-update.yml', '/home/you/terminal.AppImage'], null],
    ['with no file', [clone, '/t/app-update.yml', undefined], null],
    ['none', [clone, undefined, '/t/a.AppImage'], null],
    ['not absolute', [clone, 'app-update.yml', 'a.AppImage'], null],
  ])('%s', (_, given, feed) => {
    expect(feedToTry(...given)).toBe(feed)
  })
})
