await null;
await null;
export const done = 'slow is done';
