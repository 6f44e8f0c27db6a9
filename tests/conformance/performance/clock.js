const a = performance.now(), b = performance.now();
console.log(b >= a, a < 60000, Number.isInteger(a) && Number.isInteger(b));
console.log(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 100);
console.log(performance.mark('one').name, performance.mark('two').entryType, performance.measure('between', 'one', 'two').duration >= 0);
console.log(performance.getEntriesByName('one').length, performance.getEntriesByType('mark').length);
performance.clearMarks('one');
console.log(performance.getEntriesByType('mark').length, String(performance));
void 0;
