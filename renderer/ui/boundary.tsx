// Where a fault in drawing ends: it is said plainly, and the rest of the window stands.
import { Component, type ReactNode } from 'react'

export class Boundary extends Component<{ what: string; children: ReactNode }, { fault: string | null }> {
  override state: { fault: string | null } = { fault: null }

  static getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { fault } = this.state
    if (fault === null) return this.props.children
    return (
      <div className="fault" role="alert" aria-live="polite">
        <div className="h1">{this.props.what} could not be drawn</div>
        <p className="t2">The terminals and the gate run on: this is a fault of the window alone.</p>
        <p className="m s12 t3 sel">{fault}</p>
        <button type="button" className="btn" onClick={() => this.setState({ fault: null })}>
          Draw it again
        </button>
      </div>
    )
  }
}
