// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "portside/api/error.hpp"

namespace portside::cli {

enum class Colour { kNone, kGreen, kYellow, kRed };

/// Where a command prints, and how.
struct Terminal {
  std::ostream& out;
  std::ostream& error;
  /// Only on a terminal, and not when NO_COLOR is set (no-color.org).
  bool colours = false;
  /// Columns of `out`; 0 = it is no terminal.
  std::size_t width = 0;
  /// Columns of `error`; 0 = it is no terminal.
  std::size_t error_width = 0;
  /// The locale has no UTF-8.
  bool ascii = false;

  /// `text` in a colour, or as it is.
  std::string paint(std::string_view text, Colour colour) const;
};

/// `portside: ABOUT: message` and the detail on the error stream; without `about` it is left out. A
/// detail that is a list of mistakes begins with the message, which is then not said twice.
void print_error(const Terminal& terminal, const AdapterError& error,
                 const std::string& about = {});

/// Rows of text in columns that are as wide as they need to be.
class Table {
 public:
  struct Cell {
    std::string text;
    Colour colour = Colour::kNone;
  };

  explicit Table(std::vector<std::string> header);

  void add_row(std::vector<Cell> cells);
  /// A line below the last row, across all columns.
  void add_note(std::string text);

  void print(const Terminal& terminal) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    std::vector<std::string> notes;
  };
  void print_cells(const Terminal& terminal, const std::vector<Cell>& cells) const;

  std::vector<std::size_t> widths_;
  std::vector<Row> rows_;
};

}  // namespace portside::cli
