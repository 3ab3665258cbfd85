// Dark schemes that come with Gatehouse: the palettes as their authors publish them, nothing else of their work.
import { scheme } from './make.ts'

export const DARK = [
  // catppuccin.com, Mocha
  scheme(true, {
    id: 'catppuccin-mocha',
    name: 'Catppuccin Mocha',
    background: '#1e1e2e',
    foreground: '#cdd6f4',
    cursor: '#f5e0dc',
    cursorText: '#11111b',
    selection: '#585b70',
    sixteen: `#45475a #f38ba8 #a6e3a1 #f9e2af #89b4fa #f5c2e7 #94e2d5 #a6adc8
              #585b70 #f37799 #89d88b #ebd391 #74a8fc #f2aede #6bd7ca #bac2de`,
  }),
  // draculatheme.com
  scheme(true, {
    id: 'dracula',
    name: 'Dracula',
    background: '#282a36',
    foreground: '#f8f8f2',
    cursor: '#f8f8f2',
    cursorText: '#282a36',
    selection: '#44475a',
    sixteen: `#21222c #ff5555 #50fa7b #f1fa8c #bd93f9 #ff79c6 #8be9fd #f8f8f2
              #6272a4 #ff6e6e #69ff94 #ffffa5 #d6acff #ff92df #a4ffff #ffffff`,
  }),
  // github.com/morhetz/gruvbox
  scheme(true, {
    id: 'gruvbox-dark',
    name: 'Gruvbox Dark',
    background: '#282828',
    foreground: '#ebdbb2',
    cursor: '#ebdbb2',
    cursorText: '#282828',
    selection: '#504945',
    sixteen: `#282828 #cc241d #98971a #d79921 #458588 #b16286 #689d6a #a89984
              #928374 #fb4934 #b8bb26 #fabd2f #83a598 #d3869b #8ec07c #ebdbb2`,
  }),
  // nordtheme.com
  scheme(true, {
    id: 'nord',
    name: 'Nord',
    background: '#2e3440',
    foreground: '#d8dee9',
    cursor: '#d8dee9',
    cursorText: '#2e3440',
    selection: '#434c5e',
    sixteen: `#3b4252 #bf616a #a3be8c #ebcb8b #81a1c1 #b48ead #88c0d0 #e5e9f0
              #4c566a #bf616a #a3be8c #ebcb8b #81a1c1 #b48ead #8fbcbb #eceff4`,
  }),
  // github.com/atom/one-dark-syntax
  scheme(true, {
    id: 'one-dark',
    name: 'One Dark',
    background: '#282c34',
    foreground: '#abb2bf',
    cursor: '#528bff',
    cursorText: '#282c34',
    selection: '#3e4451',
    sixteen: `#282c34 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #abb2bf
              #5c6370 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #ffffff`,
  }),
  // rosepinetheme.com
  scheme(true, {
    id: 'rose-pine',
    name: 'Rosé Pine',
    background: '#191724',
    foreground: '#e0def4',
    cursor: '#e0def4',
    cursorText: '#191724',
    selection: '#403d52',
    sixteen: `#26233a #eb6f92 #31748f #f6c177 #9ccfd8 #c4a7e7 #ebbcba #e0def4
              #6e6a86 #eb6f92 #31748f #f6c177 #9ccfd8 #c4a7e7 #ebbcba #e0def4`,
  }),
  // ethanschoonover.com/solarized
  scheme(true, {
    id: 'solarized-dark',
    name: 'Solarized Dark',
    background: '#002b36',
    foreground: '#839496',
    cursor: '#93a1a1',
    cursorText: '#002b36',
    selection: '#073642',
    sixteen: `#073642 #dc322f #859900 #b58900 #268bd2 #d33682 #2aa198 #eee8d5
              #002b36 #cb4b16 #586e75 #657b83 #839496 #6c71c4 #93a1a1 #fdf6e3`,
  }),
  // github.com/folke/tokyonight.nvim, Night
  scheme(true, {
    id: 'tokyo-night',
    name: 'Tokyo Night',
    background: '#1a1b26',
    foreground: '#c0caf5',
    cursor: '#c0caf5',
    cursorText: '#1a1b26',
    selection: '#33467c',
    sixteen: `#15161e #f7768e #9ece6a #e0af68 #7aa2f7 #bb9af7 #7dcfff #a9b1d6
              #414868 #f7768e #9ece6a #e0af68 #7aa2f7 #bb9af7 #7dcfff #c0caf5`,
  }),
]
