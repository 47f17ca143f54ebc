// SPDX-License-Identifier: Apache-2.0
//
// What PORTSIDE_PLUGIN() is made of. The macro itself is used by the plugins that the loader's
// tests build and read.
#include <gmock/gmock.h>

#include <cstring>
#include <string>

#include "portside/api/plugin.hpp"
#include "portside/sdk/processor_base.hpp"
#include "portside/sdk/scanner_base.hpp"

namespace portside::testing {
namespace {

using abi::CreateError;
using abi::ElfNote;
using abi::PluginNote;

class TestScanner : public sdk::ScannerBase {
 public:
  ScannerInfo describe() const override { return {}; }
  ScanStep scan_image(const ScanRequest&, RegistryAccess&, ReportSink&,
                      const CallContext&) override {
    return ScanStep::unchanged();
  }
};

class TestProcessor : public sdk::ProcessorBase {
 public:
  ProcessorInfo describe() const override { return {}; }
  std::string artifact_type(const Artifact&, const CallContext&) override { return "TEST"; }
};

template <typename Thrown>
struct ThrowingScanner : TestScanner {
  ThrowingScanner() { Thrown::raise(); }
};

struct ThrowsAdapterError {
  static void raise() { throw AdapterError(ErrorCode::kIo, "no disk", "sda: gone").retry_in(10); }
};
struct ThrowsStandardException {
  static void raise() { throw std::out_of_range("index 7"); }
};
struct PrivateError {};
struct ThrowsSomethingElse {
  static void raise() { throw PrivateError(); }
};

constexpr char kSchema[] = R"({"type": "object"})";
constexpr abi::PluginIdentity kIdentity = plugin("acme-scanner", "1.2.0")
                                              .vendor("Acme")
                                              .license("MIT OR Apache-2.0")
                                              .summary("scans with Acme Shield");
constexpr abi::KindDeclaration kScanner = scanner<TestScanner>().schema(kSchema).serialized();
constexpr abi::KindDeclaration kProcessor = processor<TestProcessor>();
constexpr ElfNote kNote = abi::make_note(kIdentity, kScanner, kProcessor);

TEST(MakeNote, WritesTheHeadOfAnElfNote) {
  EXPECT_EQ(kNote.owner_size, 9U);
  EXPECT_EQ(std::string(kNote.owner, 12), std::string("portside\0\0\0\0", 12));
  EXPECT_EQ(kNote.body_size, sizeof(PluginNote));
  EXPECT_EQ(kNote.type, 1U);
}

TEST(MakeNote, WritesWhatTheAuthorSays) {
  const PluginNote& body = kNote.body;
  EXPECT_STREQ(body.name, "acme-scanner");
  EXPECT_STREQ(body.version, "1.2.0");
  EXPECT_STREQ(body.vendor, "Acme");
  EXPECT_STREQ(body.license, "MIT OR Apache-2.0");
  EXPECT_STREQ(body.summary, "scans with Acme Shield");
}

TEST(MakeNote, WritesWhatTheCompilerKnows) {
  const PluginNote& body = kNote.body;
  EXPECT_EQ(body.abi_major, abi::kMajor);
  EXPECT_EQ(body.abi_minor, abi::kMinor);
  EXPECT_EQ(body.size, sizeof(PluginNote));
  EXPECT_EQ((std::uint64_t{body.layout_high} << 32U) + body.layout_low, abi::layout_fingerprint());
  EXPECT_EQ(body.flags, abi::build_flags());
  EXPECT_STREQ(body.stdlib, abi::stdlib_tag());
  EXPECT_EQ(body.toolchain, std::string(abi::toolchain()).substr(0, sizeof(body.toolchain) - 1));
  EXPECT_STREQ(body.sdk_version, abi::kSdkVersion);
}

TEST(MakeNote, WritesTheKinds) {
  const PluginNote& body = kNote.body;
  EXPECT_STREQ(body.kinds[0].kind, "scanner");
  EXPECT_EQ(body.kinds[0].interface_revision, abi::kScannerRevision);
  EXPECT_EQ(body.kinds[0].thread_model, static_cast<int>(abi::ThreadModel::kSerialized));
  EXPECT_STREQ(body.kinds[1].kind, "processor");
  EXPECT_EQ(body.kinds[1].thread_model, static_cast<int>(abi::ThreadModel::kConcurrent));
  EXPECT_STREQ(body.kinds[2].kind, "");
  EXPECT_STREQ(body.kinds[3].kind, "");
}

TEST(MakeDescriptor, RepeatsNoteAndKinds) {
  static constexpr ElfNote kStatic = abi::make_note(kIdentity, kScanner);
  static constexpr auto kEntries = abi::make_entries(kIdentity, kScanner);
  constexpr abi::PluginDescriptor kDescriptor = abi::make_descriptor(kStatic, kEntries.entries, 1);
  EXPECT_EQ(std::memcmp(kDescriptor.magic, "portside", 8), 0);
  EXPECT_EQ(kDescriptor.size, sizeof(abi::PluginDescriptor));
  EXPECT_EQ(kDescriptor.kind_count, 1U);
  EXPECT_EQ(kDescriptor.note, &kStatic.body);
  EXPECT_STREQ(kDescriptor.kinds[0].kind, "scanner");
  EXPECT_EQ(kDescriptor.kinds[0].config_schema, kSchema);
}

TEST(PluginIdentity, RefusesMalformedNames) {
  for (const char* name : {"", "Acme", "-acme", ".acme", "_acme", "ac me", "a/b", "\xc3\xa4"}) {
    EXPECT_THROW(plugin(name, "1"), std::invalid_argument) << name;
  }
  for (const char* name : {"a", "0", "a.b_c-d", "9-lives"}) {
    EXPECT_NO_THROW(plugin(name, "1")) << name;
  }
  EXPECT_THROW(plugin("acme", ""), std::invalid_argument);
}

TEST(PluginIdentity, RefusesTextsThatAreTooLong) {
  const std::string fits(63, 'n');
  EXPECT_STREQ(plugin(fits.c_str(), "1").note().name, fits.c_str());
  EXPECT_THROW(plugin((fits + "n").c_str(), "1"), std::length_error);
  EXPECT_THROW(plugin("a", std::string(32, '1').c_str()), std::length_error);
  EXPECT_THROW(plugin("a", "1").vendor(std::string(64, 'v').c_str()), std::length_error);
  EXPECT_THROW(plugin("a", "1").license(std::string(32, 'l').c_str()), std::length_error);
  EXPECT_THROW(plugin("a", "1").summary(std::string(128, 's').c_str()), std::length_error);
}

template <typename T>
CreateError failure_of() {
  CreateError error{};
  EXPECT_EQ(scanner<T>().entry().create(&error), nullptr);
  return error;
}

TEST(Factory, MakesAndDestroysAnObject) {
  const abi::KindEntry entry = scanner<TestScanner>().entry();
  CreateError error{};
  void* object = entry.create(&error);
  ASSERT_NE(object, nullptr);
  EXPECT_NE(dynamic_cast<TestScanner*>(static_cast<ScannerAdapter*>(object)), nullptr);
  entry.destroy(object);
}

TEST(Factory, PassesAnAdapterErrorOn) {
  const CreateError error = failure_of<ThrowingScanner<ThrowsAdapterError>>();
  EXPECT_EQ(error.code, static_cast<int>(ErrorCode::kIo));
  EXPECT_EQ(error.can_retry, 1);
  EXPECT_STREQ(error.message, "no disk");
  EXPECT_STREQ(error.detail, "sda: gone");
}

TEST(Factory, DescribesAStandardException) {
  const CreateError error = failure_of<ThrowingScanner<ThrowsStandardException>>();
  EXPECT_EQ(error.code, static_cast<int>(ErrorCode::kPluginException));
  EXPECT_EQ(error.can_retry, 0);
  EXPECT_STREQ(error.message, "index 7");
  EXPECT_STREQ(error.detail, "");
}

TEST(Factory, NamesTheTypeOfAnythingElse) {
  const CreateError error = failure_of<ThrowingScanner<ThrowsSomethingElse>>();
  EXPECT_EQ(error.code, static_cast<int>(ErrorCode::kPluginUnknownException));
  EXPECT_THAT(error.message, ::testing::HasSubstr("PrivateError"));
}

TEST(CopyCut, CutsBetweenCharacters) {
  char target[6];
  abi::detail::copy_cut(target, "short");
  EXPECT_STREQ(target, "short");
  abi::detail::copy_cut(target, "longer");
  EXPECT_STREQ(target, "longe");
  abi::detail::copy_cut(target, "abcd\xc3\xa9");
  EXPECT_STREQ(target, "abcd");
  abi::detail::copy_cut(target, "abc\xe2\x82\xac");
  EXPECT_STREQ(target, "abc");
}

}  // namespace
}  // namespace portside::testing
