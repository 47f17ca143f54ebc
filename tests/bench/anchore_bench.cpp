// SPDX-License-Identifier: Apache-2.0
// Answers of Anchore of both versions turned into rows and counted.
#include <memory>
#include <string_view>

#include "anchore/vulnerability_report.hpp"
#include "anchore_documents.hpp"
#include "anchore_peers.hpp"
#include "mapping_bench.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::bench {
namespace {

class AnchoreMapper final : public AnswerMapper {
 public:
  explicit AnchoreMapper(ReportSink& sink)
      : parser_(anchore::vulnerability_parser(
            [&sink](Vulnerability& row) { sink.vulnerability(row); }, facts_)) {}
  void write(std::string_view piece) override { parser_->write(piece); }
  void finish() override { parser_->finish(); }

 private:
  anchore::ReportFacts facts_;
  const std::unique_ptr<sdk::JsonStream> parser_;
};

struct Anchore1 {
  using Mapper = AnchoreMapper;
  static constexpr auto document = anchore1_report;
  static constexpr auto write = write_anchore1_report;
  static constexpr auto with_nlohmann = map_anchore_with_nlohmann;
};

struct Anchore2 {
  using Mapper = AnchoreMapper;
  static constexpr auto document = anchore2_report;
  static constexpr auto write = write_anchore2_report;
  static constexpr auto with_nlohmann = map_anchore_with_nlohmann;
};

const bool kAnchoreAdded = [] {
  add_mapping_benchmarks<Anchore1>("anchore1");
  add_mapping_benchmarks<Anchore2>("anchore2");
  return true;
}();

}  // namespace
}  // namespace portside::bench
