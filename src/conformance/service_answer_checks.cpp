// SPDX-License-Identifier: Apache-2.0
//
// What the answers of all endpoints have in common.
#include <algorithm>
#include <initializer_list>
#include <utility>

#include "conformance/service_checks.hpp"
#include "conformance/service_description.hpp"
#include "oci/media_types.hpp"
#include "portside/sdk/ascii_case.hpp"
#include "portside/sdk/http_answer.hpp"

namespace portside::conformance {
namespace {

using Members = std::vector<sdk::JsonMember>;
using Names = std::initializer_list<const char*>;

bool says_json(const ServiceAnswer& answer) {
  const auto type = sdk::header_of(answer.response, "Content-Type");
  return type && sdk::is_same_in_any_case(oci::bare_media_type(*type), "application/json");
}

/// The member that has one of these names, but for its case; "" for none.
std::string misspelled(const Members& members, Names names) {
  for (const sdk::JsonMember& member : members) {
    const bool is_another = std::ranges::any_of(names, [&](const char* name) {
      return member.name != name && sdk::is_same_in_any_case(member.name, name);
    });
    if (is_another) return member.name;
  }
  return {};
}

/// Looks at the envelope of an answer that is a success, and at its object `inner`.
class Spelling {
 public:
  void look_at(const ServiceAnswer& answer, Names names, const char* inner = "",
               Names inner_names = {}) {
    Members members;
    if (!answer.problem(members).empty()) return;
    judged_ = true;
    keep(misspelled(members, names));
    const sdk::JsonMember* const object = given(members, inner);
    if (object == nullptr || object->kind != sdk::JsonKind::kObject) return;
    keep(misspelled(sdk::json_members(object->json, inner), inner_names));
  }

  bool has_judged() const noexcept { return judged_; }
  /// The first that was found; "" for none.
  const std::string& found() const noexcept { return found_; }

 private:
  void keep(std::string name) {
    if (found_.empty()) found_ = std::move(name);
  }

  bool judged_ = false;
  std::string found_;
};

}  // namespace

CheckResult check_json_content_type(ServiceBench& bench) {
  bool has_judged = false;
  for (const ServiceAnswer& answer :
       {bench.get("artifacttype"), bench.get("additiontypes"), describe_sample(bench).answer()}) {
    if (!answer.is_success() || answer.is_blank()) continue;
    has_judged = true;
    if (says_json(answer)) continue;
    const auto type = sdk::header_of(answer.response, "Content-Type");
    return warning(answer.what + " has the Content-Type " +
                       sdk::json_quoted(sdk::excerpt(type.value_or(""), 100)),
                   "application/json", "set the header; proxies and people go by it");
  }
  return has_judged ? passed() : skipped_for("artifact-type");
}

CheckResult check_member_names(ServiceBench& bench) {
  Spelling spelling;
  spelling.look_at(bench.get("artifacttype"), {"ArtifactType", "Error"});
  spelling.look_at(bench.get("additiontypes"), {"AdditionTypes", "Error"});
  spelling.look_at(describe_sample(bench).answer(), {"Artifact", "Error"}, "Artifact",
                   {"extra_attrs", "annotations", "icon"});
  const auto names = bench.addition_names();
  if (names && !names->empty()) {
    spelling.look_at(bench.post("abstractaddition", bench.addition_body(names->front())),
                     {"Addition", "Error"}, "Addition", {"Content", "ContentType"});
  }
  if (!spelling.has_judged()) return skipped_for("artifact-type");
  if (spelling.found().empty()) return passed();
  return warning("an answer has a member " + sdk::json_quoted(sdk::excerpt(spelling.found(), 100)),
                 "ArtifactType, AdditionTypes, Artifact, Addition, Content, ContentType, Error, "
                 "and in Artifact extra_attrs, annotations, icon",
                 "not all hosts read names in any case");
}

}  // namespace portside::conformance
