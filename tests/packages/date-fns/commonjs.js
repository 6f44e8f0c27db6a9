// The same package by require, function by function.
const format = require('date-fns/format').format;
const {addDays, parseJSON, isAfter, constructFrom} = require('date-fns');
const {enUS} = require('date-fns/locale/en-US');

class Stamp extends Date {
  get label() { return 'stamp ' + this.toISOString(); }
  [Symbol.for('constructDateFrom')](value) { return new Stamp(value); }
}
const stamp = new Stamp('2020-02-28T12:00:00Z');
const later = addDays(stamp, 2);
console.log(later instanceof Stamp, later.label);
console.log(format(later, "EEEE 'the' do 'of' MMMM", {locale: enUS}));
console.log(parseJSON('2000-03-15T05:20:10.123Z').getTime(), isAfter(later, stamp), constructFrom(stamp, 0).label);
console.log(addDays(new Date(NaN), 1), String(addDays(new Date(8.64e15), 1)));
try { format(new Date(NaN), 'yyyy'); } catch (error) { console.log(String(error)); }
console.log(later > stamp, later - stamp, JSON.stringify({later}));
