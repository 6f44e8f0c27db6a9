// The value is carried out of the jail with its type.
[undefined, null, NaN, -0, Infinity, 'text', [1, , 3], new Date(0), /re/g, new Map([[1, 2]]) instanceof Map, Symbol('s'), { nested: { deep: [true] } }];
