// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.hpp"

#include <sstream>

namespace portside::cli {
namespace {

class TerminalTest : public ::testing::Test {
 protected:
  std::ostringstream out_;
  std::ostringstream error_;
  Terminal plain_{out_, error_, false};
  Terminal colourful_{out_, error_, true};
};

TEST_F(TerminalTest, PaintsOnlyWhereColoursAreWanted) {
  EXPECT_EQ(plain_.paint("refused", Colour::kRed), "refused");
  EXPECT_EQ(colourful_.paint("refused", Colour::kRed), "\033[31mrefused\033[0m");
  EXPECT_EQ(colourful_.paint("name", Colour::kNone), "name");
}

TEST_F(TerminalTest, ColumnsAreAsWideAsTheirWidestCell) {
  Table table({"A", "LONGER", "C"});
  table.add_row({{"one"}, {"2"}, {"x"}});
  table.add_note("about one");
  table.add_row({{"Zürich"}, {"3"}, {"y"}});
  table.print(plain_);
  EXPECT_EQ(out_.str(),
            "A       LONGER  C\n"
            "one     2       x\n"
            "    about one\n"
            "Zürich  3       y\n");
}

TEST_F(TerminalTest, ColoursDoNotMoveColumns) {
  Table table({"STATE", "NAME"});
  table.add_row({{"loaded", Colour::kGreen}, {"a"}});
  table.print(colourful_);
  EXPECT_EQ(out_.str(), "STATE   NAME\n\033[32mloaded\033[0m  a\n");
}

}  // namespace
}  // namespace portside::cli
