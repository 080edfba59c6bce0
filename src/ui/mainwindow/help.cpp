// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/help.h"

#include "ui/support/widgets.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QMessageBox>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Help {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Help)
};

QString firstSteps()
{
    return Help::tr(
        "<h3>From a server to a chart</h3>"
        "<ol>"
        "<li><b>New project.</b> Give the address of a homeserver that is yours to load. <i>Check</i> asks it what it "
        "is and how accounts "
        "can be made there; it creates nothing.</li>"
        "<li><b>Users and rooms.</b> The defaults are a thousand people in rooms as real servers have them: most "
        "small, a few very big. "
        "They are made on your machine only.</li>"
        "<li><b>Start (F5).</b> Four tests run one after the other: the accounts are registered, the rooms created, "
        "joined, and then "
        "everybody chats. What is on the server already is not made again, so the second run begins to chat at "
        "once.</li>"
        "<li><b>Watch.</b> Drag in a chart to zoom in, double-click to see all again. Users and their rate can be "
        "changed while the test "
        "runs.</li>"
        "<li><b>Stop.</b> <i>Stop (users finish)</i> lets what is under way end; <i>Stop now</i>, or pressing Stop "
        "again, gives it up.</li>"
        "</ol>"
        "<h3>What the figures mean</h3>"
        "<p><b>p50, p95, p99</b>: half, 95 and 99 of 100 answers came within this time. <b>Long polls</b> wait because "
        "they were asked to, "
        "and are counted apart. <b>429</b>: the server refused because of its rate limits; raise them for the test. "
        "<b>Generator</b>: whether this machine keeps up. If it does not, the figures say more about it than about the "
        "server.</p>"
        "<h3>No server at hand?</h3><p><i>Tools › Practice Test</i> starts one on this machine.</p>");
}

} // namespace

void showFirstSteps(QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"firstSteps"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Help::tr("First steps"));
    auto *layout = new QVBoxLayout(dialog);
    auto *text = new QTextBrowser(dialog);
    text->setHtml(firstSteps());
    text->setFrameShape(QFrame::NoFrame);
    layout->addWidget(text);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog->resize(620, 520);
    dialog->show();
}

void showAbout(QWidget *parent)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, Help::tr("About Throng"),
        Help::tr("<b>Throng %1</b><p>Load tests for Matrix homeservers.</p><p>Free software under the GNU General "
                 "Public License, "
                 "version 3 or later. Made with Qt %2.</p>")
            .arg(QStringLiteral(THRONG_VERSION), QString::fromLatin1(qVersion())),
        QMessageBox::Ok, parent);
    box->setObjectName(u"about"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(parent->windowIcon().pixmap(64));
    box->open();
}

} // namespace throng::ui
