console.log('log');
console.info('info');
console.debug('debug');
console.warn('warn');
console.error('error');
console.log('%s is %d years and %i, %f, %j %o %%', 'Bob', 42.5, 42.9, 1.5, { a: 1 }, [1], 'extra');
console.log();
