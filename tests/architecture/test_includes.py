#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""includes.py is itself tested: a tree with one breach of each rule must be reported, a clean one must not."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from includes import check_tree  # noqa: E402


class Includes(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.qt = self.root / "qt"
        for header in ("QtCore/QString", "QtNetwork/QNetworkReply", "QtGui/QImage", "QtWidgets/QWidget",
                       "QtCharts/QChart", "QtGui/qtguiglobal.h"):
            self.write("qt/" + header)
        for header in ("engine/base/error.h", "engine/http/reactor.h", "engine/users/virtualuser.h",
                       "engine/users/account.h", "engine/practice/server.h", "engine/metrics/histogram.h",
                       "engine/project/project.h", "ui/mainwindow/mainwindow.h", "app/wiring.h"):
            self.write("src/" + header)

    def write(self, path: str, *lines: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def report(self) -> list[str]:
        return [str(breach) for breach in check_tree(self.root, self.qt)]

    def assert_breach(self, path: str, line: str, rule: str) -> None:
        self.write(path, "// a comment", line)
        found = self.report()
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:2: "), found[0])
        self.assertIn(rule, found[0])

    def assert_clean(self, path: str, *lines: str) -> None:
        self.write(path, *lines)
        self.assertEqual(self.report(), [])

    def test_downwards_is_allowed(self) -> None:
        self.assert_clean("src/engine/users/chat.cpp", '#include "engine/users/virtualuser.h"',
                          '#include "engine/http/reactor.h"', '#include "engine/metrics/histogram.h"',
                          "#include <QString>", "#include <QtNetwork/QNetworkReply>", "#include <vector>",
                          '#include "chat.moc"')

    def test_upwards_in_the_engine(self) -> None:
        self.assert_breach("src/engine/http/connection.cpp", '#include "engine/users/virtualuser.h"',
                           'http/ may include base, metrics beside itself, not "engine/users/virtualuser.h"')

    def test_engine_includes_the_window(self) -> None:
        self.assert_breach("src/engine/run/loadrun.cpp", '#include "ui/mainwindow/mainwindow.h"', "app → ui → engine")

    def test_window_includes_a_program(self) -> None:
        self.assert_breach("src/ui/mainwindow/mainwindow.cpp", '#include "app/wiring.h"', "ui may not include")

    def test_gui_headers_in_the_engine(self) -> None:
        for name, module in (("QImage", "QtGui"), ("QtWidgets/QWidget", "QtWidgets"), ("QChart", "QtCharts"),
                             ("QtGui", "QtGui"), ("qtguiglobal.h", "QtGui")):
            with self.subTest(name):
                self.assert_breach("src/engine/results/report.cpp", f"#  include <{name}>", f"<{name}> is {module}")

    def test_gui_headers_in_the_window(self) -> None:
        self.assert_clean("src/ui/charts/chart.cpp", "#include <QChart>", '#include "engine/http/reactor.h"')

    def test_nobody_includes_practice(self) -> None:
        self.assert_breach("src/engine/run/loadrun.cpp", '#include "engine/practice/server.h"', "not \"engine/practice")

    def test_practice_stands_alone(self) -> None:
        self.assert_breach("src/engine/practice/rooms.cpp", '#include "engine/http/reactor.h"',
                           "practice/ may include base, metrics")

    def test_project_may_include_the_plain_values_of_users(self) -> None:
        self.assert_clean("src/engine/project/accountsfile.cpp", '#include "engine/users/account.h"')
        self.assert_breach("src/engine/project/accountsfile.cpp", '#include "engine/users/virtualuser.h"', "project/ may include")

    def test_plain_values_stay_plain(self) -> None:
        self.assert_breach("src/engine/users/account.h", '#include "engine/http/reactor.h"', "plain value")

    def test_path_that_does_not_start_at_src(self) -> None:
        self.write("src/engine/http/timings.h")
        self.assert_breach("src/engine/http/connection.cpp", '#include "timings.h"', "by their path from src/")

    def test_folder_without_a_rule(self) -> None:
        self.assert_breach("src/engine/cloud/cloud.cpp", '#include "engine/base/error.h"', "no rule for src/engine/cloud")

    def test_engine_test_that_needs_the_window(self) -> None:
        self.assert_breach("tests/unit/test_window.cpp", '#include "ui/mainwindow/mainwindow.h"', "without the window")

    def test_support_that_needs_the_window(self) -> None:
        self.assert_clean("tests/support/uifixture.h", '#include "ui/mainwindow/mainwindow.h"')
        self.assert_breach("tests/support/fixture.h", '#include "ui/mainwindow/mainwindow.h"', "without the window")

    def test_engine_linked_with_gui(self) -> None:
        self.assert_breach("src/engine/CMakeLists.txt", "target_link_libraries(throng_engine PUBLIC Qt6::Gui)", "Qt6::Gui")


if __name__ == "__main__":
    unittest.main()
