// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "conformance/attempt.hpp"
#include "conformance/bad_documents.hpp"
#include "conformance/check_host.hpp"
#include "conformance/checks.hpp"
#include "conformance/object.hpp"

namespace portside::conformance {
namespace {

constexpr char kRule[] = "an AdapterError with kConfigInvalid and one line of text";

/// Constructs an object and configures it with `document`, which `what` names.
Attempt configured(const CheckSubject& subject, const std::string& document,
                   const std::string& what) {
  CheckHost host(subject.quirks, "portside-check");
  Object object = Object::make(subject);
  if (subject.on_stage) subject.on_stage("configure() of " + what);
  return attempt([&] { object.configure({document}, host); });
}

/// What is wrong with how a document was refused, or nothing.
Obstacle badly_refused(const Attempt& attempt, const std::string& what) {
  const std::string where = "configure(), given " + what + ",";
  if (const auto seen = misshapen(attempt, where)) {
    return failed(*seen, kRule, "catch what your parser throws and say what is wrong where");
  }
  if (attempt.error && attempt.error->code != ErrorCode::kConfigInvalid) {
    return failed(where + " threw " + quoted(*attempt.error), kRule,
                  "use kConfigInvalid: the operator has to correct the document");
  }
  return std::nullopt;
}

}  // namespace

CheckResult check_empty_config(const CheckSubject& subject) {
  if (subject.on_stage) subject.on_stage("the constructor");
  const Attempt made = attempt([&] { Object::make(subject); });
  if (!made.returned()) {
    return failed("the constructor threw " + (made.error ? quoted(*made.error) : made.foreign),
                  "an object",
                  "leave to configure() whatever can go wrong, and to the first call what needs "
                  "a server");
  }
  const Attempt attempt = configured(subject, "", "no document");
  return badly_refused(attempt, "no document").value_or(passed());
}

CheckResult check_bad_config(const CheckSubject& subject) {
  Obstacle worst;
  const Attempt made = attempt([&] {
    for (const auto& [what, text] : bad_documents(subject.quirks.config)) {
      const Attempt attempt = configured(subject, text, what);
      worst = badly_refused(attempt, what);
      const bool reads_none = attempt.returned() && what == "half an object";
      if (!worst && reads_none && !subject.schema.empty()) {
        worst = failed("configure() took half an object, which is no JSON",
                       "it to refuse what it cannot read, as the plugin declares a schema",
                       "check the document whole and throw kConfigInvalid");
      }
      if (worst) return;
    }
  });
  if (!made.returned()) return skipped("no object is made", "see create-empty-config");
  return worst.value_or(passed());
}

CheckResult check_given_config(const CheckSubject& subject) {
  const Json& config = subject.quirks.config;
  if (config.absent()) {
    return skipped("there is no document to try", "give a valid one (--config, Quirks::config)");
  }
  Attempt outcome;
  const Attempt made =
      attempt([&] { outcome = configured(subject, config.text, "the given document"); });
  if (!made.returned()) return skipped("no object is made", "see create-empty-config");
  if (outcome.returned()) return passed();
  return failed("configure() refused the given document: " +
                    (outcome.error ? quoted(*outcome.error) : outcome.foreign),
                "it to take a valid one without asking anybody",
                "correct the document, or the plugin");
}

}  // namespace portside::conformance
