// SPDX-License-Identifier: Apache-2.0
#include "cli/plugin_project.hpp"

#include <regex>

#include "cli/plugin_templates.hpp"

namespace portside::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

std::string text_of(const std::vector<ProjectFile>& project, const std::string& path) {
  for (const ProjectFile& file : project) {
    if (file.path == path) return file.text;
  }
  ADD_FAILURE() << "there is no " << path;
  return "";
}

TEST(PluginProject, ClassesAreNamedAfterThePlugin) {
  EXPECT_EQ(class_name_of("acme-scanner", "scanner"), "AcmeScanner");
  EXPECT_EQ(class_name_of("acme", "scanner"), "AcmeScanner");
  EXPECT_EQ(class_name_of("acme-scanner", "processor"), "AcmeScannerProcessor");
  EXPECT_EQ(class_name_of("a.b_c--d", "processor"), "ABCDProcessor");
  EXPECT_EQ(class_name_of("scanner", "scanner"), "Scanner");
  EXPECT_EQ(class_name_of("3scale", "scanner"), "Plugin3scaleScanner");
}

TEST(PluginProject, ArtifactsAreNamedAfterTheirProcessor) {
  EXPECT_EQ(artifact_type_of("rocket-processor"), "ROCKET");
  EXPECT_EQ(artifact_type_of("acme.rocket"), "ACME_ROCKET");
}

TEST(PluginProject, NamesThatCannotBeAreToldApart) {
  EXPECT_EQ(why_no_project_name("acme-scanner"), "");
  EXPECT_EQ(why_no_project_name("testing"), "");
  EXPECT_THAT(why_no_project_name("Acme"), HasSubstr("'Acme' is not a plugin name: "));
  EXPECT_THAT(why_no_project_name("../x"), HasSubstr("is not a plugin name"));
  EXPECT_THAT(why_no_project_name(""), HasSubstr("is not a plugin name"));
  EXPECT_THAT(why_no_project_name("test"), HasSubstr("CMake's own targets"));
}

class EachKind : public ::testing::TestWithParam<std::string> {
 protected:
  std::string kind_ = GetParam();
  std::vector<ProjectFile> project_ = make_plugin_project("acme-" + kind_, kind_);
};

TEST_P(EachKind, IsAWholeProject) {
  std::vector<std::string> paths;
  for (const ProjectFile& file : project_) paths.push_back(file.path);
  EXPECT_THAT(paths, IsSupersetOf({std::string("CMakeLists.txt"), std::string("README.md"),
                                   std::string(".gitignore"), std::string("src/plugin.cpp"),
                                   std::string("src/schema.hpp"), "src/" + kind_ + ".cpp",
                                   "tests/" + kind_ + "_test.cpp"}));
}

TEST_P(EachKind, HasAllPlaceholdersFilled) {
  for (const ProjectFile& file : project_) {
    std::smatch left;
    EXPECT_FALSE(std::regex_search(file.text, left, std::regex("@[A-Z]+@")))
        << file.path << ": " << left.str();
  }
}

TEST_P(EachKind, NamesPluginClassAndVersion) {
  EXPECT_THAT(text_of(project_, "src/plugin.cpp"), HasSubstr("plugin(\"acme-" + kind_ + "\","));
  EXPECT_THAT(text_of(project_, "src/" + kind_ + ".hpp"),
              HasSubstr("class " + class_name_of("acme", kind_) + " final"));
  EXPECT_THAT(text_of(project_, "CMakeLists.txt"), HasSubstr("find_package(portside 0.1 CONFIG"));
}

TEST_P(EachKind, IsAsTheTemplateSays) {
  for (const PluginTemplate& each : plugin_templates()) {
    if (each.path == kind_ + "/.gitignore") {
      EXPECT_EQ(text_of(project_, ".gitignore"), each.text);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(PluginProject, EachKind, ::testing::Values("scanner", "processor"));

}  // namespace
}  // namespace portside::cli
