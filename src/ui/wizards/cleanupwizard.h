// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWizard>

namespace throng::ui {

class Document;

/// Tools → Clean up the server: removes what the project's runs have made there. First it says what there is and asks
/// how, then it shows how it goes, and in the end what remains.
class CleanupWizard : public QWizard {
    Q_OBJECT
public:
    explicit CleanupWizard(Document &document, QWidget *parent = nullptr);

    enum Page { ChoicePage, WorkPage };

    void reject() override; ///< while it removes: stops after what is under way
};

} // namespace throng::ui
