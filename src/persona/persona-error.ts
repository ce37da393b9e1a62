/** The persona cannot be used as the operator set it up: its file or its model. The message is one line. */
export class PersonaError extends Error {
  override readonly name = 'PersonaError';
  readonly code = 'PERSONA';
}
