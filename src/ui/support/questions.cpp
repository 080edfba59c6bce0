// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/questions.h"

#include "engine/project/targetguard.h"
#include "ui/support/widgets.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QInputDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(throng::ui::Questions)
};

bool askYesNo(QWidget *parent, QMessageBox::Icon sign, const QString &headline, const QString &text, const QString &yes)
{
    QMessageBox box(sign, QCoreApplication::applicationName(), headline, QMessageBox::Cancel, parent);
    box.setInformativeText(text);
    QPushButton *accept = box.addButton(yes, QMessageBox::AcceptRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == accept;
}

} // namespace

Questions::Save DialogQuestions::saveChanges(QWidget *parent, const QString &projectName)
{
    QMessageBox box(QMessageBox::Warning, QCoreApplication::applicationName(),
        Text::tr("Save the changes to “%1”?").arg(projectName),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, parent);
    box.setInformativeText(Text::tr("If you do not save them, they are lost."));
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return Save::Save;
    case QMessageBox::Discard:
        return Save::Discard;
    default:
        return Save::Cancel;
    }
}

bool DialogQuestions::overwriteChangedOnDisk(QWidget *parent, const QString &path)
{
    return askYesNo(parent, QMessageBox::Warning, Text::tr("The project was changed by somebody else"),
        Text::tr("%1 is not as Throng last wrote it. Saving replaces what is there now.").arg(path),
        Text::tr("&Replace"));
}

bool DialogQuestions::stopRunToClose(QWidget *parent)
{
    return askYesNo(parent, QMessageBox::Question, Text::tr("A test is running"),
        Text::tr("Closing the project stops it at once. What it has measured so far is kept."),
        Text::tr("&Stop and close"));
}

bool DialogQuestions::deleteForGood(QWidget *parent)
{
    return askYesNo(parent, QMessageBox::Warning, Text::tr("Delete the removed runs for good?"),
        Text::tr("What they measured is gone then; nothing brings it back."), Text::tr("&Delete"));
}

bool DialogQuestions::allowPrivateTarget(QWidget *parent, const QString &host, const QString &reason)
{
    return askYesNo(parent, QMessageBox::Question, Text::tr("May %1 be loaded?").arg(host),
        reason + u"\n\n"_s
            + Text::tr(
                "A load test can make a server unusable for everybody on it. Your answer is kept in the project."),
        Text::tr("&Yes, I may load it"));
}

QString DialogQuestions::typeHostToAllow(QWidget *parent, const QString &host, const QString &reason)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(Text::tr("A public server"));
    auto *layout = new QVBoxLayout(&dialog);
    layout->setSpacing(spacing);
    layout->addWidget(makeHeading(Text::tr("May %1 be loaded?").arg(host)));
    QLabel *explanation = makeMuted(reason + u"\n\n"_s
        + Text::tr("Load only servers that are yours, or whose owner agreed. To say so, type the server's name: %1")
              .arg(host));
    explanation->setMinimumWidth(420);
    layout->addWidget(explanation);
    auto *edit = new QLineEdit(&dialog);
    edit->setObjectName(u"hostWord"_s);
    edit->setAccessibleName(Text::tr("The server's name"));
    edit->setToolTip(Text::tr("The host name, as it stands above: whoever types it has read it"));
    layout->addWidget(edit);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, &dialog);
    QPushButton *allow = buttons->addButton(Text::tr("&I may load it"), QDialogButtonBox::AcceptRole);
    allow->setEnabled(false);
    layout->addWidget(buttons);
    QObject::connect(edit, &QLineEdit::textChanged, allow,
        [allow, host](const QString &typed) { allow->setEnabled(project::TargetGuard::isTypedWord(typed, host)); });
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    return dialog.exec() == QDialog::Accepted ? edit->text() : QString();
}

Questions::Commands DialogQuestions::runCommands(QWidget *parent, const QString &suite, const QStringList &commands)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(Text::tr("Commands of a suite"));
    auto *layout = new QVBoxLayout(&dialog);
    layout->setSpacing(spacing);
    layout->addWidget(makeHeading(Text::tr("May “%1” run these commands?").arg(suite)));
    QLabel *explanation =
        makeMuted(Text::tr("They are run on this machine, as you, before and after tests. Run them only if you know "
                           "what they do. You are asked again when they change."));
    explanation->setMinimumWidth(520);
    layout->addWidget(explanation);
    auto *list = new QPlainTextEdit(commands.join(u'\n'), &dialog);
    list->setObjectName(u"commandList"_s);
    list->setAccessibleName(Text::tr("The commands"));
    list->setReadOnly(true);
    list->setLineWrapMode(QPlainTextEdit::NoWrap);
    list->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    layout->addWidget(list);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, &dialog);
    QPushButton *run = buttons->addButton(Text::tr("&Run them"), QDialogButtonBox::AcceptRole);
    QPushButton *leaveOut = buttons->addButton(Text::tr("Go on &without them"), QDialogButtonBox::DestructiveRole);
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    layout->addWidget(buttons);
    Commands answer = Commands::Cancel;
    QObject::connect(run, &QPushButton::clicked, &dialog, [&] {
        answer = Commands::Run;
        dialog.accept();
    });
    QObject::connect(leaveOut, &QPushButton::clicked, &dialog, [&] {
        answer = Commands::LeaveOut;
        dialog.accept();
    });
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    return dialog.exec() == QDialog::Accepted ? answer : Commands::Cancel;
}

QString DialogQuestions::secret(QWidget *parent, const QString &what)
{
    QInputDialog dialog(parent);
    dialog.setWindowTitle(QCoreApplication::applicationName());
    dialog.setTextEchoMode(QLineEdit::Password);
    dialog.setLabelText(what + u'\n' + Text::tr("It is kept in memory until Throng is closed, and written nowhere."));
    if (auto *edit = dialog.findChild<QLineEdit *>())
        edit->setToolTip(Text::tr("What the server's administrator has; it is not shown"));
    return dialog.exec() == QDialog::Accepted ? dialog.textValue() : QString();
}

QString DialogQuestions::openProject(QWidget *parent, const QString &startFolder)
{
    return QFileDialog::getOpenFileName(parent, Text::tr("Open a project or a matrix-locust folder"), startFolder,
        Text::tr("Throng projects and matrix-locust users (*.throng users.csv);;All files (*)"));
}

QString DialogQuestions::openSuite(QWidget *parent, const QString &startFolder)
{
    return QFileDialog::getOpenFileName(
        parent, Text::tr("Import a test suite"), startFolder, Text::tr("Test suites (*.json);;All files (*)"));
}

QString DialogQuestions::openCertificate(QWidget *parent, const QString &startFolder)
{
    return QFileDialog::getOpenFileName(parent, Text::tr("A certificate authority to trust"), startFolder,
        Text::tr("Certificates (*.pem *.crt);;All files (*)"));
}

QString DialogQuestions::openFile(
    QWidget *parent, const QString &title, const QString &startFolder, const QString &filter)
{
    return QFileDialog::getOpenFileName(parent, title, startFolder, filter);
}

QString DialogQuestions::saveFolder(QWidget *parent, const QString &suggested)
{
    return QFileDialog::getSaveFileName(parent, Text::tr("A folder for the project"), suggested,
        Text::tr("Folders (*)"), nullptr, QFileDialog::ShowDirsOnly);
}

QString DialogQuestions::saveFile(QWidget *parent, const QString &suggested, const QString &filter)
{
    return QFileDialog::getSaveFileName(parent, Text::tr("Save"), suggested, filter);
}

void DialogQuestions::tell(QWidget *parent, const QString &headline, const QString &text)
{
    QMessageBox box(QMessageBox::Warning, QCoreApplication::applicationName(), headline, QMessageBox::Ok, parent);
    box.setInformativeText(text);
    box.exec();
}

} // namespace throng::ui
