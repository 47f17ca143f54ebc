// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "clair/v2/layer_report.hpp"
#include "clair/v4/report_join.hpp"
#include "clair/v4/vulnerability_report.hpp"
#include "mapping_bench.hpp"
#include "portside/host/call.hpp"
#include "portside/sdk/json_stream.hpp"

namespace portside::bench {

class Clair2Mapper final : public AnswerMapper {
 public:
  explicit Clair2Mapper(ReportSink& sink) : report_(chain_, sink) {}
  void write(std::string_view piece) override { report_.json().write(piece); }
  void finish() override { report_.json().finish(); }

 private:
  const clair::v2::Chain chain_;
  clair::v2::LayerReport report_;
};

class Clair4Mapper final : public AnswerMapper {
 public:
  explicit Clair4Mapper(ReportSink& sink) : sink_(sink) {}
  void write(std::string_view piece) override { parser_->write(piece); }
  void finish() override {
    parser_->finish();
    clair::v4::finish_report(data_, true);
    const Call call;
    clair::v4::write_rows(data_, sink_, call.context());
  }

 private:
  ReportSink& sink_;
  clair::v4::ReportData data_;
  const std::unique_ptr<sdk::JsonStream> parser_ = clair::v4::vulnerability_report_parser(data_);
};

}  // namespace portside::bench
