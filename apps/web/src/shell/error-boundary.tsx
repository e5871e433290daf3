import { Component, type ReactNode } from 'react';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
}

/** A panel that fails takes nobody along, and can be opened again. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="empty" role="alert">
        <strong>{this.props.name} has failed</strong>
        <span>{error.message}</span>
        <button type="button" className="button button--small" onClick={() => this.setState({ error: undefined })}>
          Open it again
        </button>
      </div>
    );
  }
}
