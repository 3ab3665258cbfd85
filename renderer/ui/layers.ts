// Where menus and hints are put in the page: inside of its main part, so that what is read stands in a landmark.
import { createRef } from 'react'

export const layers = createRef<HTMLDivElement>()
