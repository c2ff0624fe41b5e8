//! The lengths of each country's numbers, to tell numbers from typing errors.
//!
//! Codes: ITU-T E.164, list of assigned country codes. Lengths: the national plans as filed with
//! the ITU and collected by libphonenumber 9.0, over the kinds of number that a person answers
//! (fixed, mobile, internet, personal, free of charge), cut at E.164's 15 digits with the code.
//! For +7, +375 and +380 one length only: there a digit too many is a typing error, not a rare service.
//! Left out on purpose: 979 (premium rate: calling back would cost the agency) and 888 (withdrawn).
//! Out of scope: whether a number exists, which operator or city it belongs to.

/// One country code and the lengths of the national numbers behind it.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) code: u16,
    /// Bit `n` is set where a national number of `n` digits exists; 4..=14.
    lengths: u16,
}

impl Region {
    /// The region that international digits (no `+`) begin with, and the national rest.
    ///
    /// Codes are prefix-free, so at most one fits.
    pub(crate) fn of(international: &str) -> Option<(&'static Region, &str)> {
        (1..=3).find_map(|width| {
            let (code, national) = international.split_at_checked(width)?;
            // "01" would be read as 1; no code begins with a zero.
            let code: u16 = code.parse().ok().filter(|_| !code.starts_with('0'))?;
            let at = REGIONS
                .binary_search_by_key(&code, |region| region.code)
                .ok()?;
            Some((REGIONS.get(at)?, national))
        })
    }

    pub(crate) const fn has_length(&self, digits: usize) -> bool {
        digits < 16 && self.lengths >> digits & 1 == 1
    }

    pub(crate) const fn shortest(&self) -> usize {
        self.lengths.trailing_zeros() as usize
    }

    pub(crate) const fn longest(&self) -> usize {
        15 - self.lengths.leading_zeros() as usize
    }

    /// Whether a zero right behind the code belongs to the number. Elsewhere it is the trunk zero
    /// of domestic dialling, written out by habit: `+49 (0) 30 ...`.
    pub(crate) fn keeps_zero(&self) -> bool {
        KEEPS_ZERO.binary_search(&self.code).is_ok()
    }
}

const fn region(code: u16, lengths: &[u8]) -> Region {
    let mut set = 0;
    let mut at = 0;
    while at < lengths.len() {
        set |= 1 << lengths[at];
        at += 1;
    }
    Region { code, lengths: set }
}

const KEEPS_ZERO: &[u16] = &[
    39, 47, 225, 226, 227, 229, 241, 242, 247, 267, 268, 378, 501, 676, 679, 687, 800, 853, 881,
    974, 992,
];

/// Sorted by code.
static REGIONS: &[Region] = &[
    region(1, &[10]),                                // US
    region(7, &[10]),                                // RU
    region(20, &[8, 9, 10]),                         // EG
    region(27, &[5, 6, 7, 8, 9]),                    // ZA
    region(30, &[10, 11, 12]),                       // GR
    region(31, &[7, 8, 9, 10, 11]),                  // NL
    region(32, &[8, 9]),                             // BE
    region(33, &[9]),                                // FR
    region(34, &[9]),                                // ES
    region(36, &[8, 9]),                             // HU
    region(39, &[6, 7, 8, 9, 10, 11, 12]),           // IT
    region(40, &[6, 9]),                             // RO
    region(41, &[9]),                                // CH
    region(43, &[4, 5, 6, 7, 8, 9, 10, 11, 12, 13]), // AT
    region(44, &[7, 9, 10]),                         // GB
    region(45, &[8]),                                // DK
    region(46, &[6, 7, 8, 9]),                       // SE
    region(47, &[8]),                                // NO
    region(48, &[7, 9, 10]),                         // PL
    region(49, &[5, 6, 7, 8, 9, 10, 11, 12, 13]),    // DE
    region(51, &[8, 9]),                             // PE
    region(52, &[10]),                               // MX
    region(53, &[6, 7, 8, 10]),                      // CU
    region(54, &[10, 11]),                           // AR
    region(55, &[9, 10, 11]),                        // BR
    region(56, &[9, 11]),                            // CL
    region(57, &[8, 10, 11]),                        // CO
    region(58, &[10]),                               // VE
    region(60, &[8, 9, 10]),                         // MY
    region(61, &[7, 9, 10]),                         // AU
    region(62, &[7, 8, 9, 10, 11, 12, 13]),          // ID
    region(63, &[6, 8, 9, 10, 11, 12, 13]),          // PH
    region(64, &[8, 9, 10]),                         // NZ
    region(65, &[8, 10, 11]),                        // SG
    region(66, &[8, 9, 10, 13]),                     // TH
    region(81, &[8, 9, 10, 11, 12, 13]),             // JP
    region(82, &[5, 6, 8, 9, 10, 11, 12, 13]),       // KR
    region(84, &[8, 9, 10]),                         // VN
    region(86, &[7, 8, 9, 10, 11, 12]),              // CN
    region(90, &[10, 12, 13]),                       // TR
    region(91, &[8, 9, 10, 11, 12, 13]),             // IN
    region(92, &[8, 9, 10, 11]),                     // PK
    region(93, &[9]),                                // AF
    region(94, &[9]),                                // LK
    region(95, &[6, 7, 8, 9, 10]),                   // MM
    region(98, &[6, 7, 10]),                         // IR
    region(211, &[9]),                               // SS
    region(212, &[9]),                               // MA
    region(213, &[8, 9]),                            // DZ
    region(216, &[8]),                               // TN
    region(218, &[9]),                               // LY
    region(220, &[7]),                               // GM
    region(221, &[9]),                               // SN
    region(222, &[8]),                               // MR
    region(223, &[8]),                               // ML
    region(224, &[8, 9]),                            // GN
    region(225, &[10]),                              // CI
    region(226, &[8]),                               // BF
    region(227, &[8]),                               // NE
    region(228, &[8]),                               // TG
    region(229, &[8, 10]),                           // BJ
    region(230, &[7, 8, 10]),                        // MU
    region(231, &[7, 8, 9]),                         // LR
    region(232, &[8]),                               // SL
    region(233, &[8, 9]),                            // GH
    region(234, &[10, 11, 12]),                      // NG
    region(235, &[8]),                               // TD
    region(236, &[8]),                               // CF
    region(237, &[8, 9]),                            // CM
    region(238, &[7]),                               // CV
    region(239, &[7]),                               // ST
    region(240, &[9]),                               // GQ
    region(241, &[7, 8]),                            // GA
    region(242, &[9]),                               // CG
    region(243, &[7, 8, 9, 10]),                     // CD
    region(244, &[9]),                               // AO
    region(245, &[7, 9]),                            // GW
    region(246, &[7]),                               // IO
    region(247, &[5]),                               // AC
    region(248, &[7]),                               // SC
    region(249, &[9]),                               // SD
    region(250, &[8, 9]),                            // RW
    region(251, &[9]),                               // ET
    region(252, &[6, 7, 8, 9]),                      // SO
    region(253, &[8]),                               // DJ
    region(254, &[7, 8, 9, 10]),                     // KE
    region(255, &[9]),                               // TZ
    region(256, &[9]),                               // UG
    region(257, &[8]),                               // BI
    region(258, &[8, 9]),                            // MZ
    region(260, &[9]),                               // ZM
    region(261, &[9]),                               // MG
    region(262, &[9]),                               // RE
    region(263, &[5, 6, 7, 8, 9, 10]),               // ZW
    region(264, &[8, 9]),                            // NA
    region(265, &[7, 9]),                            // MW
    region(266, &[8]),                               // LS
    region(267, &[7, 8, 10]),                        // BW
    region(268, &[8]),                               // SZ
    region(269, &[7]),                               // KM
    region(290, &[4, 5]),                            // SH
    region(291, &[7]),                               // ER
    region(297, &[7]),                               // AW
    region(298, &[6]),                               // FO
    region(299, &[6]),                               // GL
    region(350, &[8]),                               // GI
    region(351, &[9]),                               // PT
    region(352, &[4, 5, 6, 7, 8, 9, 10, 11]),        // LU
    region(353, &[7, 8, 9, 10]),                     // IE
    region(354, &[7, 9]),                            // IS
    region(355, &[7, 8, 9]),                         // AL
    region(356, &[8]),                               // MT
    region(357, &[8]),                               // CY
    region(358, &[5, 6, 7, 8, 9, 10]),               // FI
    region(359, &[6, 7, 8, 9, 12]),                  // BG
    region(370, &[8]),                               // LT
    region(371, &[8]),                               // LV
    region(372, &[7, 8, 10]),                        // EE
    region(373, &[8]),                               // MD
    region(374, &[8]),                               // AM
    region(375, &[9]),                               // BY
    region(376, &[6, 8, 9]),                         // AD
    region(377, &[8, 9]),                            // MC
    region(378, &[8, 10]),                           // SM
    region(380, &[9]),                               // UA
    region(381, &[6, 7, 8, 9, 10, 11, 12]),          // RS
    region(382, &[8, 9]),                            // ME
    region(383, &[8, 9, 10, 11, 12]),                // XK
    region(385, &[7, 8, 9]),                         // HR
    region(386, &[6, 7, 8]),                         // SI
    region(387, &[8, 9]),                            // BA
    region(389, &[8]),                               // MK
    region(420, &[9]),                               // CZ
    region(421, &[6, 7, 9]),                         // SK
    region(423, &[7, 9]),                            // LI
    region(500, &[5]),                               // FK
    region(501, &[7, 11]),                           // BZ
    region(502, &[8, 11]),                           // GT
    region(503, &[7, 8, 11]),                        // SV
    region(504, &[8, 11]),                           // HN
    region(505, &[8]),                               // NI
    region(506, &[8, 10]),                           // CR
    region(507, &[7, 8, 10, 11]),                    // PA
    region(508, &[6, 9]),                            // PM
    region(509, &[8]),                               // HT
    region(590, &[9]),                               // GP
    region(591, &[8, 9]),                            // BO
    region(592, &[7]),                               // GY
    region(593, &[8, 9, 10, 11]),                    // EC
    region(594, &[9]),                               // GF
    region(595, &[7, 8, 9, 10, 11]),                 // PY
    region(596, &[9]),                               // MQ
    region(597, &[6, 7]),                            // SR
    region(598, &[6, 7, 8, 9, 10, 11, 12]),          // UY
    region(599, &[7, 8]),                            // CW
    region(670, &[7, 8]),                            // TL
    region(672, &[6]),                               // NF
    region(673, &[7]),                               // BN
    region(674, &[7]),                               // NR
    region(675, &[7, 8]),                            // PG
    region(676, &[5, 7]),                            // TO
    region(677, &[5, 7]),                            // SB
    region(678, &[5, 7]),                            // VU
    region(679, &[7, 11]),                           // FJ
    region(680, &[7]),                               // PW
    region(681, &[6, 9]),                            // WF
    region(682, &[5]),                               // CK
    region(683, &[4, 7]),                            // NU
    region(685, &[5, 6, 7, 10]),                     // WS
    region(686, &[5, 8]),                            // KI
    region(687, &[6]),                               // NC
    region(688, &[5, 6, 7]),                         // TV
    region(689, &[8, 9]),                            // PF
    region(690, &[4, 5, 6, 7]),                      // TK
    region(691, &[7]),                               // FM
    region(692, &[7]),                               // MH
    region(800, &[8]),                               // no country
    region(808, &[8]),                               // no country
    region(850, &[8, 10]),                           // KP
    region(852, &[8, 9]),                            // HK
    region(853, &[7, 8]),                            // MO
    region(855, &[8, 9, 10]),                        // KH
    region(856, &[8, 9, 10]),                        // LA
    region(870, &[9, 12]),                           // no country
    region(878, &[12]),                              // no country
    region(880, &[6, 7, 8, 9, 10]),                  // BD
    region(881, &[9, 10]),                           // no country
    region(882, &[7, 8, 9, 10, 11, 12]),             // no country
    region(883, &[8, 9, 10, 11, 12]),                // no country
    region(886, &[8, 9, 10, 11]),                    // TW
    region(960, &[7, 10]),                           // MV
    region(961, &[7, 8]),                            // LB
    region(962, &[8, 9]),                            // JO
    region(963, &[8, 9]),                            // SY
    region(964, &[8, 9, 10]),                        // IQ
    region(965, &[7, 8]),                            // KW
    region(966, &[9, 10]),                           // SA
    region(967, &[7, 8, 9]),                         // YE
    region(968, &[7, 8, 9]),                         // OM
    region(970, &[8, 9, 10]),                        // PS
    region(971, &[5, 6, 7, 8, 9, 10, 11, 12]),       // AE
    region(972, &[7, 8, 9, 10, 11, 12]),             // IL
    region(973, &[8]),                               // BH
    region(974, &[7, 8, 9, 11]),                     // QA
    region(975, &[7, 8]),                            // BT
    region(976, &[8, 9, 10]),                        // MN
    region(977, &[8, 10, 11]),                       // NP
    region(992, &[9]),                               // TJ
    region(993, &[8]),                               // TM
    region(994, &[9]),                               // AZ
    region(995, &[9]),                               // GE
    region(996, &[9, 10]),                           // KG
    region(998, &[9]),                               // UZ
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_prefix_free() {
        assert!(REGIONS.windows(2).all(|two| two[0].code < two[1].code));
        assert!(KEEPS_ZERO.windows(2).all(|two| two[0] < two[1]));
        for region in REGIONS {
            let digits = format!("{}1234567", region.code);
            assert_eq!(Region::of(&digits).unwrap().0.code, region.code);
            let code_digits = digits.len() - 7;
            assert!(region.shortest() >= 4 && region.longest() + code_digits <= 15);
        }
    }
}
