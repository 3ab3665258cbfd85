// Light schemes that come with Gatehouse: the palettes as their authors publish them, nothing else of their work.
import { scheme } from './make.ts'

export const LIGHT = [
  // catppuccin.com, Latte
  scheme(false, {
    id: 'catppuccin-latte',
    name: 'Catppuccin Latte',
    background: '#eff1f5',
    foreground: '#4c4f69',
    cursor: '#dc8a78',
    cursorText: '#eff1f5',
    selection: '#acb0be',
    sixteen: `#5c5f77 #d20f39 #40a02b #df8e1d #1e66f5 #ea76cb #179299 #acb0be
              #6c6f85 #de293e #49af3d #eea02d #456eff #fe85d8 #2d9fa8 #bcc0cc`,
  }),
  // github.com/primer/github-vscode-theme, Light Default
  scheme(false, {
    id: 'github-light',
    name: 'GitHub Light',
    background: '#ffffff',
    foreground: '#1f2328',
    cursor: '#0969da',
    cursorText: '#ffffff',
    selection: '#cee1f8',
    sixteen: `#24292f #cf222e #116329 #4d2d00 #0969da #8250df #1b7c83 #6e7781
              #57606a #a40e26 #1a7f37 #633c01 #218bff #a475f9 #3192aa #8c959f`,
  }),
  // github.com/morhetz/gruvbox
  scheme(false, {
    id: 'gruvbox-light',
    name: 'Gruvbox Light',
    background: '#fbf1c7',
    foreground: '#3c3836',
    cursor: '#3c3836',
    cursorText: '#fbf1c7',
    selection: '#d5c4a1',
    sixteen: `#fbf1c7 #cc241d #98971a #d79921 #458588 #b16286 #689d6a #7c6f64
              #928374 #9d0006 #79740e #b57614 #076678 #8f3f71 #427b58 #3c3836`,
  }),
  // rosepinetheme.com, Dawn
  scheme(false, {
    id: 'rose-pine-dawn',
    name: 'Rosé Pine Dawn',
    background: '#faf4ed',
    foreground: '#575279',
    cursor: '#575279',
    cursorText: '#faf4ed',
    selection: '#dfdad9',
    sixteen: `#f2e9e1 #b4637a #286983 #ea9d34 #56949f #907aa9 #d7827e #575279
              #9893a5 #b4637a #286983 #ea9d34 #56949f #907aa9 #d7827e #575279`,
  }),
]
