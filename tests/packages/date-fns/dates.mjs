// date-fns over fixed instants; UTC is the zone on both sides.
import * as fns from 'date-fns';
import {format, parse, parseISO, addDays, differenceInDays, intervalToDuration, formatDistance} from 'date-fns';
import {enUS} from 'date-fns/locale';
import {addDays as addDaysFp, format as formatFp} from 'date-fns/fp';

const show = (label, ...values) => console.log(label + ':', JSON.stringify(values));
const day = new Date(Date.UTC(2014, 1, 27, 14, 8, 9, 37));

console.log(Object.keys(fns).length, 'exports');
for (const tokens of ['G GG GGGG GGGGG', 'y yo yy yyyy', 'Y R RRRR u', 'Q Qo QQQ QQQQ q', 'M Mo MM MMM MMMM MMMMM', 'L LLL LLLL', 'w wo ww I Io II', 'd do dd', 'D Do DDD', 'E EEEE EEEEE EEEEEE', 'i io iii iiii', 'e eee eeee c cccc',
  'a aaa aaaa b bbbb B BBBB', 'h ho hh H HH K k', 'm mo mm s so ss S SS SSS', 'X XX XXX x xxx xxxxx', 't T', 'P PP PPP PPPP', 'p pp', 'Pp PPpp PPPppp PPPPpppp', "'it''s' yyyy 'o''clock'"])
  show(tokens, format(day, tokens, {useAdditionalDayOfYearTokens: true, useAdditionalWeekYearTokens: true}));
for (const bad of ['YYYY', 'D', 'n']) {
  try { console.log(format(day, bad)); } catch (error) { console.log(error.name, error.message); }
}
show('ISO', fns.formatISO(day), fns.formatISO9075(day, {representation: 'date'}), fns.formatRFC3339(day, {fractionDigits: 3}), fns.formatRFC7231(day), fns.lightFormat(day, 'yyyy-MM-dd hh:mm a'));
show('parseISO', ['2014-02-11T11:30:30', '2014-02-11T11:30:30+05:30', '+02014101', '2014-W06-5', '2014-042', '2014-02-30', 'x'].map((text) => { const d = parseISO(text); return fns.isValid(d) ? d.toISOString() : 'invalid'; }));
const reference = new Date(Date.UTC(2020, 0, 1));
for (const [text, tokens] of [['02/11/2014', 'MM/dd/yyyy'], ['28th of February 2021', "do 'of' MMMM yyyy"], ['10:32 PM', 'h:mm a'], ['2016-W53-5', "RRRR-'W'II-i"], ['Thu Jul 04 2019', 'EEE MMM dd yyyy'], ['1609459200', 't'], ['12 in the afternoon', 'h BBBB'],
  ['44 BC', 'y G'], ['3rd quarter 2001', 'QQQQ yyyy'], ['2021-02-29', 'yyyy-MM-dd'], ['+05:30 2020', 'xxx yyyy']]) {
  const d = parse(text, tokens, reference, {locale: enUS});
  show('parse ' + text, fns.isValid(d) ? d.toISOString() : 'invalid', fns.isMatch(text, tokens));
}
show('add', fns.add(day, {years: 1, months: 13, weeks: 1, days: 7, hours: 5, minutes: 9, seconds: 30}), fns.sub(day, {months: 1, hours: 30}), fns.addBusinessDays(day, 10), fns.addMonths(new Date('2014-01-31T00:00:00Z'), 1), fns.subQuarters(day, 3), fns.addISOWeekYears(day, 2));
const units = ['Year', 'Quarter', 'Month', 'Week', 'ISOWeek', 'Day', 'Hour', 'Minute', 'Second', 'Decade'];
for (const unit of units) show(unit, fns['startOf' + unit](day), fns['endOf' + unit](day));
const other = new Date(Date.UTC(2011, 6, 2, 23, 59, 59));
for (const name of Object.keys(fns).filter((name) => /^differenceIn(?!.*Tz)/.test(name)).sort()) show(name, fns[name](day, other), fns[name](other, day));
show('distances', [1, 30, 90, 2700, 5400, 86400, 1e6, 3e6, 1e7, 1e8].map((s) => formatDistance(fns.addSeconds(day, s), day, {addSuffix: true, includeSeconds: true})), fns.formatDistanceStrict(day, other, {unit: 'month', roundingMethod: 'ceil'}), fns.formatRelative(fns.subDays(day, 2), day), fns.formatRelative(fns.addDays(day, 20), day));
const duration = intervalToDuration({start: other, end: day});
show('duration', duration, fns.formatDuration(duration), fns.formatDuration(duration, {format: ['years', 'hours'], delimiter: ', '}), fns.formatISODuration(duration), fns.milliseconds({days: 2, hours: 1}));
const interval = {start: new Date('2014-02-01T00:00:00Z'), end: new Date('2014-03-10T00:00:00Z')};
show('intervals', fns.eachDayOfInterval(interval).length, fns.eachWeekendOfInterval(interval).map((d) => d.getUTCDate()), fns.eachWeekOfInterval(interval, {weekStartsOn: 1}).length, fns.eachMonthOfInterval(interval).length, fns.eachHourOfInterval({start: day, end: fns.addHours(day, 5)}, {step: 2}),
  fns.areIntervalsOverlapping(interval, {start: day, end: addDays(day, 90)}), fns.isWithinInterval(day, interval), fns.getOverlappingDaysInIntervals(interval, {start: day, end: addDays(day, 3)}), fns.clamp(other, interval));
show('queries', fns.isLeapYear(day), fns.isWeekend(day), fns.isThursday(day), fns.isSameWeek(day, addDays(day, 3)), fns.isSameISOWeek(day, addDays(day, 3)), fns.isLastDayOfMonth(addDays(day, 1)), fns.compareAsc(day, other), fns.closestTo(day, [other, reference]), fns.max([day, other]), fns.min([day, other]), fns.isEqual(day, new Date(day)), fns.isExists(2021, 1, 29));
show('get', fns.getDayOfYear(day), fns.getDaysInMonth(day), fns.getISOWeek(day), fns.getWeek(day, {firstWeekContainsDate: 4}), fns.getWeekOfMonth(day), fns.getQuarter(day), fns.getISOWeeksInYear(day), fns.getUnixTime(day), fns.getDecade(day), fns.getWeeksInMonth(day));
show('set', fns.set(day, {year: 2020, month: 9, date: 31}), fns.setISOWeek(day, 53), fns.setDay(day, 1), fns.setDayOfYear(day, 60), fns.setQuarter(day, 4), fns.nextFriday(day), fns.previousMonday(day), fns.lastDayOfQuarter(day), fns.roundToNearestMinutes(day, {nearestTo: 15}), fns.nextDay(day, 0));
show('sorted', [reference, day, other].sort(fns.compareDesc));
show('business days', differenceInDays(day, other), fns.differenceInBusinessDays(day, other));
show('fp', [1, 5, 10].map((n) => addDaysFp(n)(day)).map(formatFp('yyyy-MM-dd')));
show('locale', enUS.code, enUS.localize.ordinalNumber(22), enUS.localize.month(3, {width: 'abbreviated'}), enUS.match.day('Wednesday', {width: 'wide'}));
show('words', fns.intlFormatDistance(day, fns.addMonths(day, 3), {locale: 'en-US'}), fns.intlFormatDistance(addDays(day, 1), day, {locale: 'en-US'}), fns.hoursToMinutes(3), fns.daysToWeeks(30), fns.yearsToMonths(2), fns.toDate(day) !== day);
let march = 0;
for (const d of fns.eachDayOfInterval({start: new Date(Date.UTC(1900, 0, 1)), end: new Date(Date.UTC(1920, 11, 31))})) if (fns.isFriday(d) && fns.getDate(d) === 13) march++;
show('Fridays the 13th, 1900 to 1920', march);
