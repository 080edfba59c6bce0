// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/page.h"

#include "ui/support/messagebar.h"
#include "ui/support/widgets.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace throng::ui {

Page::Page(const QString &title, const QString &purpose, QWidget *parent)
    : QWidget(parent)
    , m_purpose(makeMuted(purpose, this))
    , m_header(new QHBoxLayout)
    , m_messages(new MessageBar(this))
    , m_body(new QVBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(spacing + 2);
    QLabel *name = makeTitle(title, this);
    // As tall as a button: titles do not jump where the pages beside this one have some.
    name->setMinimumHeight(QPushButton().sizeHint().height());
    m_header->setSpacing(spacing);
    m_header->addWidget(name);
    m_purpose->setObjectName(QStringLiteral("pagePurpose"));
    m_purpose->setContentsMargins(4, 4, 0, 0);
    m_header->addWidget(m_purpose, 1);
    layout->addLayout(m_header);
    layout->addWidget(m_messages);
    m_body->setSpacing(spacing + 2);
    layout->addLayout(m_body, 1);
}

void Page::setStatus(const QString &status)
{
    if (m_status == status)
        return;
    m_status = status;
    Q_EMIT statusChanged(status);
}

void Page::setPurpose(const QString &purpose)
{
    if (m_purpose->text() != purpose)
        m_purpose->setText(purpose);
}

} // namespace throng::ui
