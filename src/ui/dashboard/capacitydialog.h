// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/capacity/capacityrun.h"

#include <QDialog>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QLabel)
QT_FORWARD_DECLARE_CLASS(QPushButton)
QT_FORWARD_DECLARE_CLASS(QSpinBox)
QT_FORWARD_DECLARE_CLASS(QTableWidget)

namespace throng::ui {

class Document;
class FieldMessage;
class CapacityChart;
class RunController;

/// "Find capacity": how many users the server carries before one of the suite's thresholds breaks. Searches while it is
/// open; closing it while it searches stops the search first.
class CapacityDialog : public QDialog {
    Q_OBJECT
public:
    CapacityDialog(Document &document, RunController &controller, QWidget *parent = nullptr);
    ~CapacityDialog() override;

    [[nodiscard]] bool isSearching() const { return m_isSearching; }

public Q_SLOTS:
    void reject() override;

private:
    void addFields();
    void showWhatItGoesBy();
    void start();
    void begin(const run::RunPlan &plan);
    void showProgress();
    void showStep(const capacity::Step &step);
    void showAnswer(const capacity::CapacityReport &report);
    void setSearching(bool searching);

    Document &m_document;
    RunController &m_controller;
    std::unique_ptr<capacity::CapacityRun> m_run;
    QString m_test; ///< under way
    bool m_isSearching = false;
    QWidget *m_fields;
    QSpinBox *m_from;
    QSpinBox *m_to;
    QSpinBox *m_settle;
    QSpinBox *m_measure;
    FieldMessage *m_message;
    QLabel *m_state;
    CapacityChart *m_curve;
    QTableWidget *m_steps;
    QLabel *m_answer;
    QPushButton *m_start;
    QPushButton *m_stop;
};

} // namespace throng::ui
