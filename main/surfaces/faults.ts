// What should never happen inside the surfaces, as one typed error. Expected refusals are values, not these.

export type SurfaceFaultCode = 'unfit_text' | 'still_running' | 'terminal_changed' | 'bad_command'

export class SurfaceFault extends Error {
  readonly code: SurfaceFaultCode
  constructor(code: SurfaceFaultCode, message: string) {
    super(message)
    this.name = 'SurfaceFault'
    this.code = code
  }
}
