export * from './left.mjs';
export * from './right.mjs';
export { one as uno } from './left.mjs';
export * as deep from './leaf.mjs';
export { default } from './leaf.mjs';
