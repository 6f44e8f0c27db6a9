import c from './c.cjs'; export const used = c.n;
