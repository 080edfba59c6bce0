// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/patience.h"
#include "support/uifixture.h"
#include "ui/session/preferencesdialog.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

using namespace Qt::StringLiterals;
using namespace throng;
using namespace throng::test;
using ui::Preferences;
using ui::PreferencesDialog;

namespace {

PreferencesDialog *openByKeyboard(const UiFixture &ui)
{
    QTest::keyClick(ui.window.get(), Qt::Key_Comma, Qt::ControlModifier);
    auto *dialog = ui.window->findChild<PreferencesDialog *>();
    if (!dialog || !QTest::qWaitForWindowExposed(dialog, patience))
        return nullptr;
    QApplication::setActiveWindow(dialog);
    if (const QString folder = qEnvironmentVariable("THRONG_SCREENSHOTS"); !folder.isEmpty())
        dialog->grab().save(folder + u"/preferences.png"_s);
    return dialog;
}

} // namespace

class PreferencesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsStoredIsLoaded()
    {
        UiFixture ui;
        const Preferences chosen { ui::Appearance::Dark, std::chrono::seconds(42), false, u"/somewhere"_s };
        chosen.store(ui.settings);
        QCOMPARE(Preferences::load(ui.settings), chosen);
    }

    void absurdSettingsAreAsByDefault_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        QTest::newRow("autosave never") << u"autosaveSeconds"_s << QVariant(0);
        QTest::newRow("autosave in the past") << u"autosaveSeconds"_s << QVariant(-5);
        QTest::newRow("autosave next year") << u"autosaveSeconds"_s << QVariant(30'000'000);
        QTest::newRow("autosave of words") << u"autosaveSeconds"_s << QVariant(u"often"_s);
        QTest::newRow("unknown appearance") << u"appearance"_s << QVariant(17);
        QTest::newRow("no folder") << u"projectsFolder"_s << QVariant(QString());
    }

    void absurdSettingsAreAsByDefault()
    {
        QFETCH(QString, key);
        QFETCH(QVariant, value);
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        settings.setValue(key, value);
        QCOMPARE(Preferences::load(settings), Preferences::defaults());
    }

    void theKeyboardAloneChangesThem()
    {
        UiFixture ui;
        PreferencesDialog *dialog = openByKeyboard(ui);
        QVERIFY(dialog);
        // Every field is reached by Tab, in the order in which they stand.
        QWidget *first = UiFixture::find<QComboBox>(dialog, "preferredAppearance");
        first->setFocus();
        QStringList reached { first->objectName() };
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            reached.append(QApplication::focusWidget()->objectName());
        }
        qsizetype last = -1;
        for (const QString &name :
            { u"preferredAppearance"_s, u"autosaveSeconds"_s, u"preferredFolder"_s, u"alertAtRunEnd"_s }) {
            QVERIFY2(reached.indexOf(name) > last, qPrintable(name + u": "_s + reached.join(u' ')));
            last = reached.indexOf(name);
        }
        QTest::keyClick(first, Qt::Key_End);
        UiFixture::type(UiFixture::find<QSpinBox>(dialog, "autosaveSeconds"), u"33"_s);
        QTest::keyClick(UiFixture::find<QCheckBox>(dialog, "alertAtRunEnd"), Qt::Key_Space);
        QTest::keyClick(dialog, Qt::Key_Return);
        const Preferences now = Preferences::load(ui.settings);
        QCOMPARE(now.appearance, ui::Appearance::Dark);
        QCOMPARE(now.autosaveInterval, std::chrono::seconds(33));
        QVERIFY(!now.alertsAtRunEnd);
        QVERIFY(ui.window->findChild<QAction *>(u"actionDark"_s)->isChecked());
        QVERIFY(QApplication::palette().color(QPalette::Window).lightness() < 80);
        ui.appearance.setAppearance(ui::Appearance::Light);
    }

    void escapeChangesNothing()
    {
        UiFixture ui;
        const Preferences before = Preferences::load(ui.settings);
        PreferencesDialog *dialog = openByKeyboard(ui);
        QVERIFY(dialog);
        UiFixture::find<QSpinBox>(dialog, "autosaveSeconds")->setValue(500);
        UiFixture::find<QComboBox>(dialog, "preferredAppearance")->setCurrentIndex(2);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QCOMPARE(Preferences::load(ui.settings), before);
    }

    void everyFieldHasAnAccessibleName()
    {
        UiFixture ui;
        PreferencesDialog dialog(Preferences::load(ui.settings));
        for (const char *name : { "preferredAppearance", "autosaveSeconds", "preferredFolder" })
            QVERIFY2(!UiFixture::find<QWidget>(&dialog, name)->accessibleName().isEmpty(), name);
    }

    void aFolderThatIsNoneCannotBeAccepted()
    {
        UiFixture ui;
        PreferencesDialog dialog(Preferences::load(ui.settings));
        const auto *ok = dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        QVERIFY(ok->isEnabled());
        for (const QString &folder : { QString(), u"relative/place"_s }) {
            UiFixture::find<QLineEdit>(&dialog, "preferredFolder")->setText(folder);
            QVERIFY(!ok->isEnabled());
        }
    }
};

QTEST_MAIN(PreferencesTest)
#include "test_preferences.moc"
