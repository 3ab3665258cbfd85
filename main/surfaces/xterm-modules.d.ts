// The ES modules inside the xterm packages. Their package.json names no ES entry that Node can load (headless names one
// that does not exist), so they are imported by file, the same in Node, in tests and in the bundle.
declare module '@xterm/headless/lib-headless/xterm-headless.mjs' {
  export * from '@xterm/headless'
}
declare module '@xterm/addon-serialize/lib/addon-serialize.mjs' {
  export * from '@xterm/addon-serialize'
}
declare module '@xterm/addon-unicode11/lib/addon-unicode11.mjs' {
  export * from '@xterm/addon-unicode11'
}
