// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editors/limitsoffer.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace throng::ui {

LimitsOffer::LimitsOffer(QWidget *parent)
    : Card(parent)
    , m_text(new QLabel(this))
    , m_go(new QPushButton(tr("&Probe now"), this))
{
    setObjectName(u"limitsOffer"_s);
    setProperty("warning", true);
    m_text->setObjectName(u"limitsOfferText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_go->setObjectName(u"acceptLimits"_s);
    m_go->setAutoDefault(false);
    auto *no = new QPushButton(tr("&Not now"), this);
    no->setObjectName(u"declineLimits"_s);
    no->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(spacing);
    buttons->addWidget(m_go);
    buttons->addWidget(no);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(spacing);
    layout->addWidget(makeHeading(tr("Find out the rate limits"), this));
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    connect(m_go, &QPushButton::clicked, this, &LimitsOffer::accepted);
    connect(no, &QPushButton::clicked, this, &LimitsOffer::declined);
}

void LimitsOffer::offer(const QString &server, bool makesAccount)
{
    const QString what = makesAccount
        ? tr("This makes one account and one room on %1. ").arg(server)
        : tr("This uses the first of your accounts and makes one room on %1. ").arg(server);
    const QString then = tr("It invites somebody who does not exist, sends messages, asks to join a room that does not "
                            "exist and logs in, each until the server says “too many requests” or at most 30 times: "
                            "some seconds in all. ");
    const QString end = makesAccount ? tr("Then it leaves the room and deactivates the account. ")
                                     : tr("Then it leaves the room and logs out. ");
    m_text->setText(what + then + end
        + tr("The logins that it uses up are missing afterwards: a Synapse as it comes lets this machine log in again "
             "after 5½ minutes."));
    m_text->setAccessibleName(m_text->text());
    show();
    m_go->setFocus();
}

} // namespace throng::ui
