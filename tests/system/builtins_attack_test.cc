// Built-in functions under attack by a tenant's script: each that there is, in an endless loop, with receivers and arguments that
// are too large, too deep, endless or lying; and the hangs that were found this way. Whatever it is ends within its time, by the
// engine's own doing: the session lives on with its variables. Needs a jail.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <random>
#include <sstream>

#include "tests/support/hostile_values.h"
#include "tests/support/supervisor_process.h"

namespace isobox::testing {
namespace {

using std::chrono::milliseconds;

/// A session that is opened again when it has died.
class Victim {
 public:
  explicit Victim(std::string prelude) : prelude_(std::move(prelude)) {}

  json::object run(std::string_view code, milliseconds timeout) {
    if (name_.empty()) open();
    return send(code, timeout);
  }

  bool isAlive() {
    const auto answer = client().call("run", {{"session", name_}, {"code", "kept + 35"}, {"isolation", false}, {"timeout", 20'000}});
    const auto* result = answer.if_contains("result");
    const auto* value = result ? result->as_object().if_contains("value") : nullptr;
    if (value && *value == 42) return true;
    name_.clear();
    return false;
  }

 private:
  LineClient& client() { return supervisor_.client(); }

  void open() {
    name_ = "victim-" + std::to_string(++opened_);
    client().call("session.open", {{"session", name_}, {"memory", 32 << 20}});
    const auto result = send(prelude_ + "var kept = 7; 'ready'", milliseconds(20'000));
    if (result.at("verdict") != "ok") throw std::runtime_error(json::serialize(result));
  }

  json::object send(std::string_view code, milliseconds timeout) {
    return client().run(code, {{"session", name_}, {"isolation", false}, {"timeout", timeout.count()}, {"console", 200'000}});
  }

  SupervisorProcess supervisor_{{.policy = R"({"pool": {"min": 2, "max": 4}})"}};
  std::string prelude_, name_;
  int opened_ = 0;
};

/// Empty, or what went wrong.
std::string attack(Victim& victim, const std::string& code, milliseconds timeout) {
  const auto result = victim.run(code, timeout);
  const std::string verdict(result.at("verdict").as_string());
  const bool alive = victim.isAlive();
  for (const char* good : {"ok", "error", "timeout", "memory_limit", "output_limit"})
    if (alive && verdict == good) return {};
  return verdict + (alive ? ", alive: " : ", dead: ") + code;
}

/// A machine that stands still for a moment ends a session, too; a hang does it each time.
void expectEnds(Victim& victim, const std::string& code, milliseconds timeout) {
  std::string wrong;
  for (int attempt = 0; attempt < 3; ++attempt)
    if ((wrong = attack(victim, code, timeout)).empty()) return;
  ADD_FAILURE() << wrong;
}

std::vector<std::string> lines(const json::value& text) {
  std::vector<std::string> all;
  std::istringstream in{std::string(text.as_string())};
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

/// Another seed, from ISOBOX_ATTACK_SEED, tries other values.
std::mt19937 chance() {
  const char* seed = std::getenv("ISOBOX_ATTACK_SEED");
  return std::mt19937(seed ? static_cast<unsigned>(std::atoi(seed)) : 1);
}

TEST(BuiltInsUnderAttack, EachEndsInTimeWhateverItIsGiven) {
  // Two at a time: each spins on a processor of its own until its time is over.
  Victim victim(kHostileValues), other(kHostileValues);
  const auto functions = lines(victim.run(kFunctionPaths, milliseconds(20'000)).at("value"));
  const auto values = lines(victim.run("Object.keys(make).join('\\n')", milliseconds(20'000)).at("value"));
  ASSERT_GT(functions.size(), 700u) << "functions of the language and the host";
  ASSERT_GT(values.size(), 50u);
  std::mt19937 random = chance();
  const auto value = [&] { return "make." + values[random() % values.size()] + "()"; };
  std::vector<std::string> attacks;
  for (const std::string& function : functions) {
    const std::string receiver = value(), arguments = "[" + value() + ", " + value() + "]";
    attacks.push_back("(function () { var f = " + function + ", r = " + receiver + ", a = " + arguments +
                      "; for (;;) try { Reflect.apply(f, r, a) } catch (e) { try { Reflect.construct(f, a) } catch (e) {} } })()");
  }
  std::atomic<std::size_t> next = 0, ended = 0;
  const auto go = [&](Victim& each) {
    for (std::size_t at; (at = next++) < attacks.size(); ++ended) expectEnds(each, attacks[at], milliseconds(30));
  };
  auto beside = std::async(std::launch::async, [&] { go(other); });
  go(victim);
  beside.get();
  EXPECT_EQ(ended, attacks.size());
}

struct Hang {
  const char *hostile, *twin;
};

// What once held the engine for longer than its grace, or took memory beside its heap.
const Hang kHangs[] = {
    // One step each, and a long one.
    {"var u = 'ab'.repeat(2e6); for (;;) u.toUpperCase()", "'ab'.repeat(20).toUpperCase().length === 40"},
    {"'\\u00df'.repeat(4e6).toUpperCase()", "'\\u00df'.repeat(4).toUpperCase() === 'SSSSSSSS'"},
    {"var u = 'ab'.repeat(2e6); for (;;) u + 'a'", "('ab'.repeat(2e6) + 'a').length === 4000001"},
    {"var v = 'ab'.repeat(1e6) + 'c', w = 'ab'.repeat(1e6) + 'd'; for (;;) v < w", "'abc' < 'abd'"},
    {"var u = '12'.repeat(2e6); for (;;) +u", "+'12' === 12"},
    {"var l = [], k = 0; for (var j = 0; j < 9; j++) l.push('\\u00e92'.repeat(5e5) + j); for (;;) l[k = (k + 1) % 9].charCodeAt(500000)",
     "'\\u00e92'.repeat(5e5).charCodeAt(500000) === 233"},
    {"var a = {}; for (var i = 0; i < 5e4; i++) a['k' + i] = 1; for (;;) for (var k in a) break", "for (var k in {a: 1}) k === 'a'"},
    {"var a = []; for (;;) { a.length = 1e6; a.length = 0 }", "var a = [1]; a.length = 0; a.length === 0"},
    {"var a = new Array(5e5).fill(1); for (;;) (function () {}).apply(null, a)", "Math.max.apply(null, [1, 2]) === 2"},
    {"var f = function () {}; for (var i = 0; i < 5e4; i++) f = f.bind(null, 1); for (;;) f()", "(function (a) { return a }).bind(null, 7)() === 7"},
    // Chains of prototypes.
    {"var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { o.x } catch (e) {}", "Object.create({x: 1}).x === 1"},
    {"var o = {}; for (var i = 0; i < 9999; i++) o = Object.create(o); for (;;) try { o.x } catch (e) {}", "Object.create({}).x === undefined"},
    {"var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { 'x' in o } catch (e) {}", "'x' in Object.create({x: 1})"},
    {"var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { o.x = 1 } catch (e) {}", "var o = Object.create({}); o.x = 1; o.x === 1"},
    {"var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { o instanceof Array } catch (e) {}", "[] instanceof Array"},
    {"var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); for (;;) try { with (o) x } catch (e) {}", "with ({x: 1}) x === 1"},
    {"var o = {}; for (var i = 0; i < 2e5; i++) o = Object.create(o); throw o", "true"},
    {"var o = new Error; for (var i = 0; i < 1e5; i++) o = Object.create(o); for (;;) console.log(o)", "console.log(Object.create(new Error)) === undefined"},
    {"var o = {}; for (var i = 0; i < 1e5; i++) o = Object.create(o); o = null; var a = []; for (;;) { a.a = a; a = [] }", "true"},
    // Keys that an unkeyed hash puts into one place.
    {"function c(i) { var t = ''; for (var b = 0; b < 16; b++) t += i >> b & 1 ? 'Aa' : 'BB'; return t }"
     "var o = {}; for (var i = 0; i < 65536; i++) o[c(i)] = 1; for (;;) o[c(i++ % 65536)]",
     "var o = {AaBB: 1, BBAa: 2}; o.AaBB + o.BBAa === 3"},
    // Values for people.
    {"var f = []; for (var i = 0; i < 1e5; i++) f = [f]; for (;;) console.dir(f, {depth: Infinity})", "console.dir([[]], {depth: Infinity}) === undefined"},
    {"var f = function () {}; for (var i = 0; i < 1e5; i++) f = new Proxy(f, {}); for (;;) console.log(f)", "console.log(new Proxy({}, {})) === undefined"},
    // Memory beside the heap.
    {"'\\u00e9'.repeat(5e6).localeCompare('\\u00e9'.repeat(5e6) + 'b')", "'\\u00e9'.localeCompare('f') < 0"},
    {"('a' + '\\u0300\\u0316'.repeat(2e6)).localeCompare('b')", "'a\\u0300\\u0316'.localeCompare('b') < 0"},
    {"'\\ufdfa'.repeat(3e6).normalize('NFKD')", "'\\ufdfa'.normalize('NFKD').length === 18"},
    {"new URL('http://' + '\\u00e9'.repeat(1e6) + '/')", "new URL('http://\\u00e9/').hostname === 'xn--9ca'"},
    {"for (;;) try { new URLSearchParams('%'.repeat(1e7)) } catch (e) {}", "new URLSearchParams('a=%25').get('a') === '%'"},
    {"for (;;) try { new URLSearchParams({a: 'a'.repeat(1e7)}).toString() } catch (e) {}", "new URLSearchParams({a: 'b c'}).toString() === 'a=b+c'"},
};

TEST(BuiltInsUnderAttack, HangsThatWereFoundEnd) {
  Victim victim("");
  for (const Hang& hang : kHangs) {
    expectEnds(victim, "(function () {" + std::string(hang.hostile) + "\n})()", milliseconds(300));
    const auto twin = victim.run(hang.twin, milliseconds(20'000));
    EXPECT_EQ(twin.at("verdict"), "ok") << hang.twin;
    EXPECT_TRUE(twin.contains("value") && twin.at("value") == true) << hang.twin << json::serialize(twin);
  }
}

}  // namespace
}  // namespace isobox::testing
