export const one = 1, clash = 'left';
export { same } from './leaf.mjs';
export default 'not taken by a star';
