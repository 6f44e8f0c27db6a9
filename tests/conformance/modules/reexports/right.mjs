export const two = 2, clash = 'right';
export { same } from './leaf.mjs';
