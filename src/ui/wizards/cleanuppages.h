// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/clean/cleanfolder.h"

#include <QWizardPage>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QCheckBox)
QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QLineEdit)
QT_FORWARD_DECLARE_CLASS(QProgressBar)
QT_FORWARD_DECLARE_CLASS(QRadioButton)

namespace throng::ui {

class Document;
class FieldMessage;

/// What is there, and by whose hand it is removed.
class CleanupChoicePage : public QWizardPage {
    Q_OBJECT
public:
    explicit CleanupChoicePage(Document &document);
    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

    [[nodiscard]] clean::CleanOptions options() const;

private:
    void showWay();

    Document &m_document;
    QLabel *m_contents;
    QRadioButton *m_bySecret;
    QRadioButton *m_byToken;
    QRadioButton *m_byUsers;
    QLineEdit *m_secret;
    QLabel *m_wayHint;
    QCheckBox *m_sure;
    FieldMessage *m_message;
    bool m_anything = false; ///< there is something to be removed
};

/// How it goes, and what remains. Begins when it is shown.
class CleanupWorkPage : public QWizardPage {
    Q_OBJECT
public:
    CleanupWorkPage(Document &document, const CleanupChoicePage &choice);
    ~CleanupWorkPage() override;
    void initializePage() override;
    [[nodiscard]] bool isComplete() const override;

    [[nodiscard]] bool isWorking() const;
    void cancel();

private:
    void begin();
    void showReport(const clean::CleanReport &report);
    void fail(const QString &why);

    Document &m_document;
    const CleanupChoicePage &m_choice;
    std::unique_ptr<clean::Cleanup> m_cleanup;
    QLabel *m_what;
    QProgressBar *m_bar;
    QLabel *m_result;
    FieldMessage *m_message;
};

} // namespace throng::ui
