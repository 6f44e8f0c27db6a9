class AppError extends Error {
  constructor(message, options) { super(message, options); this.name = 'AppError'; this.code = 'E_APP'; }
}
function work() { throw new AppError('custom', { cause: new Error('root') }); }
work();
