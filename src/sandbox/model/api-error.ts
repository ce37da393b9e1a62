/** A request that the API would refuse. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
  readonly code = 'refused';
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export function invalidRequest(message: string): ApiRefusal {
  return new ApiRefusal(400, 'invalid_request_error', message);
}

export function errorBody(type: string, message: string, requestId: string): string {
  return JSON.stringify({ type: 'error', error: { type, message }, request_id: requestId });
}
