const e = new DOMException('message', 'AbortError');
console.log(e.name, e.message, e.code, e instanceof Error, e instanceof DOMException, String(e), Object.prototype.toString.call(e));
console.log(new DOMException().name, JSON.stringify(new DOMException().message), new DOMException('x', 'Whatever').code);
console.log(DOMException.ABORT_ERR, DOMException.DATA_CLONE_ERR, DOMException.INVALID_CHARACTER_ERR, e.SYNTAX_ERR);
console.log(new DOMException('x', { name: 'NotFoundError', cause: 1 }).cause, DOMException.name, DOMException.length);
console.log(typeof e.stack, e.stack.split('\n')[0].includes('message'));
class Mine extends DOMException {}
console.log(new Mine('m') instanceof Mine, Object.keys(e).length);
void 0;
