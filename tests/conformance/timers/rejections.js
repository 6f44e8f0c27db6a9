// A rejection that is handled in the same turn is fine; one that nobody has handled when the jobs are done ends the program,
// though a timer would have handled it.
const early = Promise.reject(new Error('early'));
early.catch((e) => console.log('handled', e.message));
const late = Promise.reject(new TypeError('late'));
setTimeout(() => late.catch(() => console.log('too late')), 5);
void 0;
