// What both wires cost by themselves: frames, client messages, StreamBuffer. Part of bench_micro, for developers.
#include <benchmark/benchmark.h>

#include "ipc/client_messages.h"
#include "ipc/frames.h"
#include "ipc/json.h"
#include "ipc/json_validator.h"
#include "isobox/stream_buffer.h"

namespace isobox::bench {
namespace {

ipc::RunOrder plainOrder() {
  return {.wall = Milliseconds(30'000), .cpu = Milliseconds(30'000), .heap = 64_MiB, .console = 4_MiB, .value = 8_MiB,
          .valueDepth = 256, .filename = "script.js", .source = "1+2"};
}

void encodeRunFrame(benchmark::State& state) {
  const auto order = plainOrder();
  for (auto _ : state) benchmark::DoNotOptimize(ipc::encodeFrame(ipc::Frame::Run, 1, ipc::encodeRunOrder(order)));
}
BENCHMARK(encodeRunFrame);

void parseRunFrame(benchmark::State& state) {
  const auto bytes = ipc::encodeRunOrder(plainOrder());
  for (auto _ : state) benchmark::DoNotOptimize(ipc::parseRunOrder(bytes));
}
BENCHMARK(parseRunFrame);

void parseDoneFrame(benchmark::State& state) {
  const auto bytes = ipc::encodeDone({.claim = ipc::Claim::Completed, .heapPeak = 1 << 20, .steps = 12});
  for (auto _ : state) benchmark::DoNotOptimize(ipc::parseDone(bytes));
}
BENCHMARK(parseDoneFrame);

void parseRunLine(benchmark::State& state) {
  const std::string line = ipc::encodeRequest(7, "run", ipc::runRequestParams({.code = "1+2"}));
  for (auto _ : state) {
    auto request = ipc::parseRequest(std::string_view(line).substr(0, line.size() - 1));
    benchmark::DoNotOptimize(ipc::parseRunRequest(std::move(std::get<ipc::Request>(request).params)));
  }
}
BENCHMARK(parseRunLine);

ipc::ExecutionReport plainReport() {
  ipc::ExecutionReport report;
  report.verdict = Verdict::Ok;
  report.valueJson = "3";
  report.type = ipc::ValueType::Number;
  return report;
}

void encodeReportLine(benchmark::State& state) {
  const auto report = plainReport();
  for (auto _ : state) benchmark::DoNotOptimize(ipc::encodeAnswer("7", ipc::encodeReport(report)));
}
BENCHMARK(encodeReportLine);

void parseReportLine(benchmark::State& state) {
  const auto line = ipc::encodeAnswer("7", ipc::encodeReport(plainReport()));
  for (auto _ : state) benchmark::DoNotOptimize(ipc::parseReport(ipc::parseAnswer(std::string_view(line).substr(0, line.size() - 1))->result));
}
BENCHMARK(parseReportLine);

/// Bytes of records.
std::string recordsText(std::size_t size) {
  std::string text = "[";
  for (int i = 0; text.size() < size; ++i) text += (i > 0 ? "," : "") + std::string(R"({"id":)") + std::to_string(i) + R"(,"name":"a record","open":true})";
  return text + "]";
}

void validateValue(benchmark::State& state) {
  const auto text = recordsText(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(ipc::validateJson(text, 256));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(validateValue)->Range(1 << 10, 1 << 20);

void parseValue(benchmark::State& state) {
  const auto text = recordsText(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(ipc::parseJson(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}
BENCHMARK(parseValue)->Range(1 << 10, 1 << 20);

void streamBufferPushAndShift(benchmark::State& state) {
  StreamBuffer<int> buffer;
  for (auto _ : state) {
    for (int i = 0; i < 500; ++i) buffer.push(i);
    for (int i = 0; i < 500; ++i) benchmark::DoNotOptimize(buffer.shift());
  }
  state.SetItemsProcessed(state.iterations() * 500);
}
BENCHMARK(streamBufferPushAndShift);

/// Over its marks and back again, with handlers that are told.
void streamBufferPauses(benchmark::State& state) {
  StreamBuffer<int> buffer({.maxSize = 10, .highWaterMark = 8, .lowWaterMark = 2});
  int told = 0;
  buffer.on("pause", [&] { ++told; });
  buffer.on("resume", [&] { ++told; });
  for (auto _ : state) {
    for (int i = 0; i < 9; ++i) buffer.push(i);
    while (buffer.shift()) {
    }
  }
  benchmark::DoNotOptimize(told);
}
BENCHMARK(streamBufferPauses);

}  // namespace
}  // namespace isobox::bench
