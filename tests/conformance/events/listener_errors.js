const target = new EventTarget();
target.addEventListener('x', () => { throw new RangeError('in a listener'); });
target.addEventListener('x', () => console.log('the next is called all the same'));
console.log(target.dispatchEvent(new Event('x')));
void 0;
