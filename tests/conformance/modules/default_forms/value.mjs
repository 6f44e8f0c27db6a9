export default { v: 'value' };
