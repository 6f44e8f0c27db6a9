// Modules as the front end translates them: loading, linking, evaluation, namespaces, import().
#include <gtest/gtest.h>

#include "tests/support/runtime_heap.h"

namespace isobox::runner {
namespace {

// Modules from a table of plans, found under their own specifiers.
constexpr const char* kHost = R"js(
  var files = {};
  @register('resolveModule', function (specifier) { if (!files[specifier]) throw new Error('no ' + specifier); return specifier; });
  @register('compileModule', function (key) { return files[key]; });
  @register('files', files);
  @register('folderOfModule', function () { return '.'; });
  @register('plan', function (requests, imports, locals, indirect, stars, async, code) {
    return {requests: requests, imports: imports, locals: locals, indirect: indirect, stars: stars, async: async, code: code};
  });
  @register('failed', function (e) { say(e.name + ': ' + e.message); });
)js";

TEST(RuntimeModules, LinkCyclesAndStarsAndWaitForEachOther) {
  RuntimeHeap heap;
  heap.run(kHost);
  EXPECT_EQ(heap.run(R"js(
    @files.a = @plan(['b', 'c'], [[0, 'x'], [0, null]], ['y'], [['bx', 0, 'x']], [1], false, function (meta) { "@{33;1;}";
      var x, ns, y = 1;
      @moduleReady([function () { return y; }], function (a, b) { x = a; ns = b; });
      say('a', x(), Object.keys(ns()).join(), meta().url);
      y = 2;
    });
    @files.b = @plan(['a'], [[0, 'y']], ['x', 'f'], [], [], true, function () { "@{33;1;}";
      var x = @T, y;
      function f() {}
      @moduleReady([function () { return x === @T ? @tdz('x') : x; }, function () { return f; }], function (a) { y = a; });
      try { y(); } catch (e) { say(e.name); }
      @await(1);
      x = 10;
      say('b');
    });
    @files.c = @plan([], [], ['default', 'z'], [], [], false, function () { "@{33;1;}";
      @moduleReady([function () { return 'd'; }, function () { return 'z'; }], function () {});
      say('c');
    });
    @runModule('a', @files.a).then(function () { return @import('a', undefined, 1); }).then(function (ns) {
      say(Object.getOwnPropertyNames(ns).join(), ns.bx, ns.y, ns.z, ns.default, Object.prototype.toString.call(ns));
      say(JSON.stringify(Object.getOwnPropertyDescriptor(ns, 'y')), Object.isExtensible(ns), Object.getPrototypeOf(ns), delete ns.y);
    });
  )js"),
            "c\nb\na 10 f,x a\nbx,y,z 10 2 z undefined [object Module]\n"
            "{\"value\":2,\"writable\":true,\"enumerable\":true,\"configurable\":false} false null false\n");
}

TEST(RuntimeModules, FailuresAreRejectionsAndStay) {
  RuntimeHeap heap;
  heap.run(kHost);
  EXPECT_EQ(heap.run(R"js(
    function nothing() { "@{33;1;}"; @moduleReady([], function () {}); }
    @files.one = @plan([], [], ['same'], [], [], false, function () { "@{33;1;}"; @moduleReady([function () { return 1; }], function () {}); });
    @files.two = @plan([], [], ['same'], [], [], false, function () { "@{33;1;}"; @moduleReady([function () { return 2; }], function () {}); });
    @files.both = @plan(['one', 'two'], [], [], [], [0, 1], false, nothing);
    @files.missing = @plan(['one'], [[0, 'other']], [], [], [], false, nothing);
    @files.conflict = @plan(['both'], [[0, 'same']], [], [], [], false, nothing);
    @files.throws = @plan([], [], [], [], [], false, function () { "@{33;1;}"; @moduleReady([], function () {}); throw new Error('thrown'); });
    @files.after = @plan(['throws'], [], [], [], [], false, function () { "@{33;1;}"; @moduleReady([], function () {}); say('never'); });
    @import('missing', undefined, 1).then(null, @failed);
    @import('conflict', undefined, 1).then(null, @failed);
    @import('both', undefined, 1).then(function (ns) { say('same' in ns); });
    @import('after', undefined, 1).then(null, @failed).then(function () { return @import('throws', undefined, 1); }).then(null, @failed);
    @import('nowhere', undefined, 1).then(null, @failed);
    @import({toString: function () { throw new Error('specifier'); }}, undefined, 1).then(null, @failed);
    @import('one', {with: {kind: 'json'}}, 1).then(null, @failed);
  )js"),
            "Error: no nowhere\nError: specifier\nTypeError: Import attribute \"kind\" is not supported\n"
            "SyntaxError: The requested module 'one' does not provide an export named 'other'\n"
            "SyntaxError: The requested module 'both' contains conflicting star exports for name 'same'\n"
            "false\nError: thrown\nError: thrown\n");
}

}  // namespace
}  // namespace isobox::runner
