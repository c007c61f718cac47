// What a push service says no with.

export class PushRefusal extends Error {
  readonly status: 400 | 401 | 403 | 404 | 410 | 413;

  constructor(status: PushRefusal['status'], message: string) {
    super(message);
    this.status = status;
  }
}
