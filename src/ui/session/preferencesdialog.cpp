// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/preferencesdialog.h"

#include "ui/support/widgets.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

PreferencesDialog::PreferencesDialog(const Preferences &preferences, QWidget *parent)
    : QDialog(parent)
    , m_appearance(new QComboBox(this))
    , m_autosave(new QSpinBox(this))
    , m_alert(new QCheckBox(tr("&Draw my attention when a run ends while I look at something else"), this))
    , m_folder(new QLineEdit(this))
{
    setObjectName(u"preferencesDialog"_s);
    setWindowTitle(tr("Preferences"));
    m_appearance->setObjectName(u"preferredAppearance"_s);
    m_appearance->addItem(tr("As the system"), static_cast<int>(Appearance::System));
    m_appearance->addItem(tr("Light"), static_cast<int>(Appearance::Light));
    m_appearance->addItem(tr("Dark"), static_cast<int>(Appearance::Dark));
    m_autosave->setObjectName(u"autosaveSeconds"_s);
    m_autosave->setRange(static_cast<int>(Preferences::shortestAutosave.count()),
        static_cast<int>(Preferences::longestAutosave.count()));
    m_autosave->setSuffix(tr(" s"));
    m_alert->setObjectName(u"alertAtRunEnd"_s);
    m_folder->setObjectName(u"preferredFolder"_s);
    auto *browse = new QPushButton(tr("&Browse…"), this);
    browse->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_folder->setMinimumWidth(260);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(spacing);
    layout->addWidget(makeMuted(tr("These hold for all projects. What belongs to a project is on its pages.")));
    QFormLayout *form = makeForm();
    layout->addLayout(form);
    addField(form, tr("&Appearance"), m_appearance);
    addField(form, tr("Keep unsaved changes &safe every"), m_autosave,
        tr("Set aside for a recovery after a crash; the project itself is written only when you save it"));
    addField(form, tr("&Folder for new projects"), m_folder, browse);
    form->addRow(m_alert);
    setTabOrder(m_autosave, m_folder);
    setTabOrder(m_folder, browse);
    setTabOrder(browse, m_alert);
    layout->addStretch();

    auto *buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel | QDialogButtonBox::RestoreDefaults, this);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
        [this] { fill(Preferences::defaults()); });
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for new projects"), m_folder->text());
        if (!folder.isEmpty())
            m_folder->setText(QDir::toNativeSeparators(folder));
    });
    connect(m_folder, &QLineEdit::textChanged, this, [this, buttons](const QString &text) {
        buttons->button(QDialogButtonBox::Ok)->setEnabled(QDir::isAbsolutePath(QDir::fromNativeSeparators(text)));
    });
    fill(preferences);
    resize(sizeHint().expandedTo({ 620, 0 }));
}

void PreferencesDialog::fill(const Preferences &preferences)
{
    m_appearance->setCurrentIndex(m_appearance->findData(static_cast<int>(preferences.appearance)));
    m_autosave->setValue(static_cast<int>(preferences.autosaveInterval.count()));
    m_alert->setChecked(preferences.alertsAtRunEnd);
    m_folder->setText(QDir::toNativeSeparators(preferences.projectsFolder));
}

Preferences PreferencesDialog::preferences() const
{
    return { static_cast<Appearance>(m_appearance->currentData().toInt()), std::chrono::seconds(m_autosave->value()),
        m_alert->isChecked(), QDir::fromNativeSeparators(m_folder->text()) };
}

} // namespace throng::ui
