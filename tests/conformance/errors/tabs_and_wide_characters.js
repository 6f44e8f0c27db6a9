	const s = '😀ü'; let let = 1;
